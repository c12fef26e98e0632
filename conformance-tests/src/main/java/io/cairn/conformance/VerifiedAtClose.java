package io.cairn.conformance;

import io.cairn.StateStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ConcurrentModificationException;
import org.jspecify.annotations.Nullable;

/** Stands before a store, and verifies it when it is closed: at a test's end or in its middle. */
final class VerifiedAtClose implements InvocationHandler {
    private final StateStore store;

    private VerifiedAtClose(StateStore store) {
        this.store = store;
    }

    /** Returns a store that does what the given one does, and is verified before it closes. */
    static StateStore over(StateStore store) {
        return (StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(),
                new Class<?>[] {StateStore.class},
                new VerifiedAtClose(store));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("close") && canBeRead()) {
            Verifier.verifyIfOpen(store);
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** From inside of one of its own calls a store can be neither read nor closed. */
    private boolean canBeRead() {
        try {
            return store.size() >= 0;
        } catch (IllegalStateException | ConcurrentModificationException closedOrBusy) {
            return false;
        }
    }
}
