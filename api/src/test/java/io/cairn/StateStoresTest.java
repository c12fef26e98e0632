package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cairn.BackendDiscoveryTest.FfmProvider;
import io.cairn.spi.SelectionFile;
import io.cairn.spi.StateStoreProvider;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facade as users meet it. No backend is on this module's own class path. */
class StateStoresTest {
    @TempDir
    Path folder;

    private final @Nullable String fileBefore = System.getProperty(SelectionFile.LOCATION_PROPERTY);

    @BeforeEach
    void looksForNoSelectionOfThisUser() {
        System.setProperty(
                SelectionFile.LOCATION_PROPERTY, folder.resolve("none").toString());
    }

    @AfterEach
    void restoreProperty() {
        if (fileBefore == null) {
            System.clearProperty(SelectionFile.LOCATION_PROPERTY);
        } else {
            System.setProperty(SelectionFile.LOCATION_PROPERTY, fileBefore);
        }
    }

    @Test
    void withoutABackendItSaysWhatToAdd() {
        assertThat(StateStores.backends()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> StateStores.inMemory(0))
                .withMessageContaining("add io.cairn:cairn-impl-bytebuffer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateStores.backend("ffm"))
                .withMessageContaining("known here are none");
    }

    @Test
    void findsBackendsThroughTheContextClassLoader() throws Exception {
        Path list = folder.resolve("META-INF/services/" + StateStoreProvider.class.getName());
        Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(list, List.of(FfmProvider.class.getName()));
        try (URLClassLoader loader = BackendDiscoveryTest.loader(folder)) {
            String reason = under(loader, () -> StateStores.selected().reason());
            assertThat(reason).startsWith("it is the first available one");
            assertThat(under(loader, StateStores::backends))
                    .isSameAs(under(loader, StateStores::backends));
            assertThat(opened(loader, () -> StateStores.inMemory(0))).isTrue();
            assertThat(opened(loader, () -> StateStores.inMemory(StoreOptions.defaults())))
                    .isTrue();
            assertThat(opened(loader, () -> StateStores.persistent(folder, 0))).isTrue();
            assertThat(opened(
                            loader, () -> StateStores.persistent(folder, StoreOptions.defaults())))
                    .isTrue();
            assertThat(opened(loader, () -> StateStores.backend("ffm").openInMemory(0)))
                    .isTrue();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> opened(loader, () -> StateStores.inMemory(-1)))
                    .withMessageContaining("initialCapacityBytes=-1");
        }
        assertThat(StateStores.backends()).isEmpty();
    }

    @Test
    void aContextClassLoaderOfAnotherWorldIsNotAsked() throws Exception {
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        assertThat(under(platform, StateStores::backends)).isEmpty();
        assertThat(under(null, StateStores::backends)).isEmpty();
    }

    @Test
    void aSelectionFileWithoutAPathIsIgnored() throws Exception {
        System.setProperty(SelectionFile.LOCATION_PROPERTY, "no\0path");
        Path list = folder.resolve("META-INF/services/" + StateStoreProvider.class.getName());
        Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(list, List.of(FfmProvider.class.getName()));
        try (LogRecorder log = new LogRecorder();
                URLClassLoader loader = BackendDiscoveryTest.loader(folder)) {
            assertThat(under(loader, () -> StateStores.selected().name())).isEqualTo("ffm");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("WARNING", "cairn.selection.file");
        }
    }

    private static boolean opened(ClassLoader loader, Callable<StateStore> open) throws Exception {
        try (StateStore store = under(loader, open)) {
            return store instanceof TreeMapStore;
        }
    }

    private static <T> T under(@Nullable ClassLoader loader, Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
