package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cairn.spi.Availability;
import io.cairn.spi.StateStoreProvider;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery over a real class loader, whose folder lists providers good and bad. */
class BackendDiscoveryTest {
    private static final int JAVA_99 = 44 + 99;

    @TempDir
    Path folder;

    private final LogRecorder log = new LogRecorder();

    @AfterEach
    void stopRecording() {
        log.close();
    }

    @Test
    void listsInTheBuiltInOrderThenByName() throws IOException {
        List<Backend> backends = find(
                ZebraProvider.class,
                AardvarkProvider.class,
                ByteBufferProvider.class,
                FfmProvider.class);

        assertThat(backends)
                .extracting(Backend::name)
                .containsExactly("ffm", "bytebuffer", "aardvark", "zebra");
        assertThat(backends).allMatch(Backend::isAvailable);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void nothingListedIsNothingFound() throws IOException {
        assertThat(find(List.of())).isEmpty();
    }

    @Test
    void aProviderOfANewerJavaIsUnavailableAndHidesNoOther() throws IOException {
        writeClassFile("future/RocketStateStoreProvider", JAVA_99);

        List<Backend> backends = find(List.of(
                "future.RocketStateStoreProvider # a comment", "", FfmProvider.class.getName()));

        assertThat(backends).extracting(Backend::name).containsExactly("ffm", "rocket");
        Backend rocket = backends.get(1);
        assertThat(rocket.isAvailable()).isFalse();
        assertThat(rocket.reason())
                .isEqualTo("needs Java 99 or newer, this is " + System.getProperty("java.version"));
        assertThatIllegalStateException()
                .isThrownBy(() -> rocket.openInMemory(0))
                .withMessageContaining("backend=rocket is unavailable here: needs Java 99");
        assertThatIllegalStateException()
                .isThrownBy(() -> rocket.openPersistent(folder.resolve("x"), 0))
                .withMessageContaining("needs Java 99");
    }

    @Test
    void aProviderThatIsMissingIsUnavailable() throws IOException {
        Backend backend = find(List.of("absent.ChronicleProvider", FfmProvider.class.getName()))
                .get(1);

        assertThat(backend.name()).isEqualTo("chronicle");
        assertThat(backend.reason())
                .contains("cannot be loaded", "absent.ChronicleProvider not found");
    }

    @Test
    void aProviderThatIsNoneIsUnavailable() throws IOException {
        Backend backend = find(List.of(BackendDiscoveryTest.class.getName())).get(0);

        assertThat(backend.name()).isEqualTo("backenddiscoverytest");
        assertThat(backend.reason()).contains("io.cairn.BackendDiscoveryTest not a subtype");
    }

    @Test
    void aDamagedClassFileIsUnavailable() throws IOException {
        Path file = folder.resolve("damaged/DamagedProvider.class");
        Files.createDirectories(folder.resolve("damaged"));
        Files.write(file, new byte[] {1, 2, 3});

        Backend backend = find(List.of("damaged.DamagedProvider")).get(0);

        assertThat(backend.name()).isEqualTo("damaged");
        assertThat(backend.reason()).contains("ClassFormatError");
    }

    @Test
    void aProviderThatThrowsIsUnavailable() throws IOException {
        List<Backend> backends =
                find(ThrowingProvider.class, UnlinkedProvider.class, MuteProvider.class);

        assertThat(backends)
                .extracting(Backend::name)
                .containsExactly("mute", "throwing", "unlinked");
        assertThat(backends).noneMatch(Backend::isAvailable);
        assertThat(backends.get(0).reason()).contains("UnsupportedOperationException: not today");
        assertThat(backends.get(1).reason()).contains("IllegalStateException: no luck");
        assertThat(backends.get(2).reason())
                .contains("NoClassDefFoundError: net/somewhere/Library");
    }

    @Test
    void aProviderWithAWrongNameIsUnavailable() throws IOException {
        Backend backend = find(LoudProvider.class).get(0);

        assertThat(backend.name()).isEqualTo("loud");
        assertThat(backend.reason()).contains("'LOUD!'");
    }

    @Test
    void aSecondProviderOfANameIsIgnoredWithAWarning() throws IOException {
        List<Backend> backends = find(FfmProvider.class, OtherFfmProvider.class);

        assertThat(backends).singleElement().returns("ffm", Backend::name);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("WARNING", "ffm", "OtherFfmProvider");
    }

    @Test
    void namesABackendAfterItsProvider() {
        assertThat(BackendDiscovery.nameFrom("io.cairn.ffm.FfmStateStoreProvider"))
                .isEqualTo("ffm");
        assertThat(BackendDiscovery.nameFrom("io.cairn.bytebuffer.ByteBufferProvider"))
                .isEqualTo("bytebuffer");
        assertThat(BackendDiscovery.nameFrom("Outer$X_StoreProvider")).isEqualTo("x");
        assertThat(BackendDiscovery.nameFrom("a.b.Provider")).isEqualTo("unknown");
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // read only
    private List<Backend> find(Class<? extends StateStoreProvider>... providers)
            throws IOException {
        return find(Arrays.stream(providers).map(Class::getName).toList());
    }

    private List<Backend> find(List<String> lines) throws IOException {
        Path list = folder.resolve("META-INF/services/" + StateStoreProvider.class.getName());
        Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(list, lines);
        try (URLClassLoader loader = loader(folder)) {
            return BackendDiscovery.find(loader);
        }
    }

    static URLClassLoader loader(Path folder) throws IOException {
        return new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, BackendDiscoveryTest.class.getClassLoader());
    }

    /** The least class file: a name, a superclass, no member. */
    private void writeClassFile(String name, int version) throws IOException {
        Path file = folder.resolve(name + ".class");
        Path parent = file.getParent();
        assertThat(parent).isNotNull();
        Files.createDirectories(parent);
        try (OutputStream stream = Files.newOutputStream(file);
                DataOutputStream out = new DataOutputStream(stream)) {
            out.writeInt(0xCAFEBABE);
            out.writeInt(version);
            out.writeShort(5); // constants, and one
            out.writeByte(7);
            out.writeShort(2);
            out.writeByte(1);
            out.writeUTF(name);
            out.writeByte(7);
            out.writeShort(4);
            out.writeByte(1);
            out.writeUTF("java/lang/Object");
            out.writeShort(0x0021); // public, super
            out.writeShort(1);
            out.writeShort(3);
            out.writeLong(0); // no interfaces, fields, methods or attributes
        }
    }

    /** The backend ffm. */
    public static final class FfmProvider extends FakeProvider {
        /** For ServiceLoader. */
        public FfmProvider() {
            super("ffm", Availability.YES);
        }
    }

    /** The backend ffm once more. */
    public static final class OtherFfmProvider extends FakeProvider {
        /** For ServiceLoader. */
        public OtherFfmProvider() {
            super("ffm", Availability.YES);
        }
    }

    /** The backend bytebuffer. */
    public static final class ByteBufferProvider extends FakeProvider {
        /** For ServiceLoader. */
        public ByteBufferProvider() {
            super("bytebuffer", Availability.YES);
        }
    }

    /** A third party's. */
    public static final class ZebraProvider extends FakeProvider {
        /** For ServiceLoader. */
        public ZebraProvider() {
            super("zebra", Availability.YES);
        }
    }

    /** A third party's. */
    public static final class AardvarkProvider extends FakeProvider {
        /** For ServiceLoader. */
        public AardvarkProvider() {
            super("aardvark", Availability.YES);
        }
    }

    /** Its name is no name. */
    public static final class LoudProvider extends FakeProvider {
        /** For ServiceLoader. */
        public LoudProvider() {
            super("LOUD!", Availability.YES);
        }
    }

    /** Its constructor fails. */
    public static final class ThrowingProvider extends FakeProvider {
        /** For ServiceLoader. */
        public ThrowingProvider() {
            super("throwing", Availability.YES);
            throw new IllegalStateException("no luck");
        }
    }

    /** A library that it needs is not there. */
    public static final class UnlinkedProvider extends FakeProvider {
        /** For ServiceLoader. */
        public UnlinkedProvider() {
            super("unlinked", Availability.YES);
            throw new NoClassDefFoundError("net/somewhere/Library");
        }
    }

    /** It does not say whether it is available. */
    public static final class MuteProvider extends FakeProvider {
        /** For ServiceLoader. */
        public MuteProvider() {
            super("mute", Availability.YES);
        }

        @Override
        public Availability availability() {
            throw new UnsupportedOperationException("not today");
        }
    }
}
