package io.cairn.bytebuffer;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The little of {@code java.lang.foreign} that huge pages take, by reflection, because this module
 * is compiled for Java 17. Used only where native access is enabled, so that Java has no warning to
 * print.
 */
final class ForeignCalls {
    private static final String PACKAGE = "java.lang.foreign.";

    private final Class<?> layoutType = type("MemoryLayout");
    private final Class<?> segmentType = type("MemorySegment");
    private final Class<?> functionType = type("FunctionDescriptor");
    private final Class<?> optionType = type("Linker$Option");
    private final Object linker = invoke(type("Linker").getMethod("nativeLinker"), null);

    /** Looks all of it up. */
    ForeignCalls() throws ReflectiveOperationException {}

    /** Tells whether this JVM has them, and allows this module to use them. */
    static boolean areEnabled() {
        try {
            Method enabled = Module.class.getMethod("isNativeAccessEnabled");
            return (boolean) invoke(enabled, ForeignCalls.class.getModule());
        } catch (NoSuchMethodException e) {
            return false; // Java 21 or older.
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object invoke(Method method, @Nullable Object receiver, Object... arguments)
            throws ReflectiveOperationException {
        return Objects.requireNonNull(method.invoke(receiver, arguments), method.getName());
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name);
    }

    /** Returns a function of the C library, whose parameters are {@code int} and {@code long}. */
    MethodHandle link(String name, Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        Object lookup = invoke(type("Linker").getMethod("defaultLookup"), linker);
        Optional<?> symbol = (Optional<?>)
                invoke(type("SymbolLookup").getMethod("find", String.class), lookup, name);
        Method downcall = type("Linker")
                .getMethod("downcallHandle", segmentType, functionType, optionType.arrayType());
        return (MethodHandle) invoke(
                downcall,
                linker,
                symbol.orElseThrow(),
                function(result, parameters),
                Array.newInstance(optionType, 0));
    }

    private Object function(Class<?> result, Class<?>... parameters)
            throws ReflectiveOperationException {
        Object layouts = Array.newInstance(layoutType, parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            Array.set(layouts, i, layout(parameters[i]));
        }
        if (result == void.class) {
            return invoke(functionType.getMethod("ofVoid", layoutType.arrayType()), null, layouts);
        }
        Method of = functionType.getMethod("of", layoutType, layoutType.arrayType());
        return invoke(of, null, layout(result), layouts);
    }

    private static Object layout(Class<?> number) throws ReflectiveOperationException {
        return type("ValueLayout")
                .getField(number == int.class ? "JAVA_INT" : "JAVA_LONG")
                .get(null);
    }

    /**
     * Makes a buffer of native bytes.
     *
     * @param release runs once the buffer, and all that was made of it, is unreachable
     */
    ByteBuffer buffer(long address, long bytes, Runnable release)
            throws ReflectiveOperationException {
        Object arena = invoke(type("Arena").getMethod("ofAuto"), null);
        Object start = invoke(segmentType.getMethod("ofAddress", long.class), null, address);
        Consumer<Object> cleanup = unused -> release.run();
        Method reinterpret =
                segmentType.getMethod("reinterpret", long.class, type("Arena"), Consumer.class);
        Object segment = invoke(reinterpret, start, bytes, arena, cleanup);
        return (ByteBuffer) invoke(segmentType.getMethod("asByteBuffer"), segment);
    }
}
