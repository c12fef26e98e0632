package io.cairn.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the least Java that a backend's classes load on; below it, its tests are skipped. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsJava {
    /** Returns the feature release, such as 22. */
    int value();
}
