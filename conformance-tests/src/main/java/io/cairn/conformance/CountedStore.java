package io.cairn.conformance;

import io.cairn.Cursor;
import io.cairn.StateStore;
import io.cairn.WriteBatch;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a store and counts what is asked of it, the steps of its cursors and the operations
 * of batches among them: work that shows on every machine alike.
 */
final class CountedStore implements InvocationHandler {
    private final Object target;
    private final Map<String, Long> counts;

    private CountedStore(Object target, Map<String, Long> counts) {
        this.target = target;
        this.counts = counts;
    }

    /** Returns a store that does what the given one does, and adds to the counts. */
    static StateStore over(StateStore store, Map<String, Long> counts) {
        return proxy(StateStore.class, store, counts);
    }

    private static <T> T proxy(Class<T> type, T target, Map<String, Long> counts) {
        return type.cast(Proxy.newProxyInstance(
                CountedStore.class.getClassLoader(),
                new Class<?>[] {type},
                new CountedStore(target, counts)));
    }

    /** Returns counts of nothing. */
    static Map<String, Long> counts() {
        return new TreeMap<>();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws Throwable {
        counts.merge(method.getName(), 1L, Long::sum);
        if (arguments != null && arguments[0] instanceof WriteBatch batch) {
            counts.merge("operations", (long) batch.count(), Long::sum);
        }
        try {
            Object result = method.invoke(target, arguments);
            return result instanceof Cursor cursor ? proxy(Cursor.class, cursor, counts) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
