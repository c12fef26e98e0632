package io.cairn.conformance;

import java.util.Optional;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes jqwik and JUnit heed {@link NeedsJava}. */
final class NeedsJavaCondition implements SkipExecutionHook, ExecutionCondition {
    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
        return missing(context.optionalContainerClass())
                .map(SkipResult::skip)
                .orElseGet(SkipResult::doNotSkip);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return missing(context.getTestClass())
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("Java is new enough"));
    }

    private static Optional<String> missing(Optional<Class<?>> testClass) {
        int feature = Runtime.version().feature();
        return testClass
                .flatMap(type -> Optional.ofNullable(type.getAnnotation(NeedsJava.class)))
                .filter(needs -> feature < needs.value())
                .map(needs -> "needs Java " + needs.value() + ", and this is Java " + feature);
    }
}
