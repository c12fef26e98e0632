package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreLockedException;
import io.cairn.conformance.host.Commands;
import io.cairn.conformance.host.SmallFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What the system denies: read-only file systems and files, rights, descriptors, files beyond a
 * limit; and a store that many processes want at once: rules S11 and S14. Each denial is a
 * {@link StoreIoException} that says what helps, and changes nothing.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it asks Linux to deny things")
public abstract class DeniedContract extends StoreTests {
    private static final long DISK_BYTES = 8 << 20;
    private static final List<String> SMALL_JVM =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final int PROCESSES = 3;
    private static final int OPENINGS = 40;

    /** For subclasses. */
    protected DeniedContract() {}

    @BeforeEach
    final void filesAreCairns() {
        assumeDurable();
    }

    @OnFile
    void s11_aReadOnlyFileSystemIsReadAndNotWritten(Mode mode) throws IOException {
        SmallFileSystem.Kind kind = SmallFileSystem.Kind.EXT4;
        assumeTrue(SmallFileSystem.whyNot(kind).isEmpty(), SmallFileSystem.whyNot(kind));
        try (SmallFileSystem disk = SmallFileSystem.mount(kind, folder, DISK_BYTES)) {
            Path file = disk.folder().resolve("store");
            Model model = new Model();
            makeWithImage(file, mode, model);
            disk.setReadOnly(true);
            assertThatExceptionOfType(StoreIoException.class)
                    .isThrownBy(() -> openFile(file, mode.options()))
                    .withMessageContaining(file + ".lock")
                    .withMessageContaining("writable");
            StateStore reader = openFile(file, mode.options().withReadOnly(true));
            assertThat(reader.recoveryReport().imageUsed()).isTrue();
            Verifier.verify(reader, model);
            reader.close();
            disk.setReadOnly(false);
            StateStore store = openFile(file, mode.options());
            PersistenceContract.churn(store, model, 2);
            Verifier.verify(store, model);
            closeStores();
        }
    }

    /** In a frame of its own, or the collector might think that the store is still in use. */
    private void makeWithImage(Path file, Mode mode, Model model) {
        StateStore store = openFile(file, mode.options());
        PersistenceContract.churn(store, model, 1);
        store.saveIndex();
        closeStores();
    }

    /** A file that nobody may write, not even the superuser: {@code chattr +i}. */
    @OnFile
    void s11_aFileThatCannotBeWrittenIsReadOnly(Mode mode) throws IOException {
        Model model = new Model();
        StateStore store = open(mode);
        PersistenceContract.churn(store, model, 1);
        store.close();
        setImmutable(file(), true);
        try {
            assertThatExceptionOfType(StoreIoException.class)
                    .isThrownBy(() -> open(mode))
                    .withMessageContaining("file=" + file())
                    .withMessageContaining("mend rights");
            store = openFile(file(), mode.options().withReadOnly(true));
            Verifier.verify(store, model);
            store.close();
        } finally {
            setImmutable(file(), false);
        }
        Verifier.verify(open(mode), model);
    }

    /** In a folder where no name can be made or removed, an open store goes on with its file. */
    @OnFile
    void s11_aFolderThatCannotBeWrittenKeepsTheStoreGoing(Mode mode) throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Path file = locked.resolve("store");
        Model model = new Model();
        StateStore store = openFile(file, mode.options());
        PersistenceContract.churn(store, model, 1);
        setImmutable(locked, true);
        try {
            assertThatExceptionOfType(StoreIoException.class)
                    .isThrownBy(store::compact)
                    .withMessageContaining("store.compact")
                    .withMessageContaining("mend rights");
            assertThatExceptionOfType(StoreIoException.class)
                    .isThrownBy(store::saveIndex)
                    .withMessageContaining("store.idx")
                    .withMessageContaining("mend rights");
            PersistenceContract.churn(store, model, 2);
            store.flush(Bytes.of(1));
            Verifier.verify(store, model);
            store.close();
            store = openFile(file, mode.options());
            Verifier.verify(store, model);
            assertThatExceptionOfType(StoreIoException.class)
                    .isThrownBy(() -> openFile(locked.resolve("other"), mode.options()))
                    .withMessageContaining("other.lock");
        } finally {
            setImmutable(locked, false);
        }
        store.compact();
        store.saveIndex();
        Verifier.verify(store, model);
    }

    private static void setImmutable(Path path, boolean immutable) {
        try {
            Commands.run("chattr", immutable ? "+i" : "-i", path.toString());
        } catch (IOException e) {
            abort("nothing can be made immutable here: " + e.getMessage());
        }
    }

    @Test
    void s11_withoutRightsNothingIsChanged() throws IOException, InterruptedException {
        runDenied("RIGHTS", "setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner");
    }

    @Test
    void s11_withoutDescriptorsTheStoreGoesOn() throws IOException, InterruptedException {
        runDenied("DESCRIPTORS", "prlimit", "--nofile=256:256");
    }

    @Test
    void s11_aFileBeyondItsLimitRefusesWhatIsBeyond() throws IOException, InterruptedException {
        runDenied("FILE_SIZE", "prlimit", "--fsize=" + DeniedVictim.FILE_LIMIT_BYTES);
    }

    /** Runs one of the tests that need a process of their own. */
    private void runDenied(String test, String... under) throws IOException, InterruptedException {
        List<String> probe = new ArrayList<>(List.of(under));
        probe.add("true");
        try {
            Commands.run(probe.toArray(String[]::new));
        } catch (IOException e) {
            abort("a process cannot be denied " + test + " here: " + e.getMessage());
        }
        try (ChildJvm child = ChildJvm.startUnder(
                List.of(under),
                capabilities(),
                SMALL_JVM,
                DeniedVictim.class,
                provider().getClass().getName(),
                test,
                folder)) {
            String output = child.output();
            assertThat(output).contains("denied=");
            Summary.print("denied", provider(), "what=" + test + " " + output);
        }
    }

    /** Each process opens the store, adds to a counter, closes it, and opens it again. */
    @Test
    void s14_ofManyProcessesOneAtATimeHasTheStore() throws IOException, InterruptedException {
        List<ChildJvm> racers = new ArrayList<>();
        long additions = 0;
        try {
            for (int i = 0; i < PROCESSES; i++) {
                racers.add(ChildJvm.start(
                        capabilities(),
                        SMALL_JVM,
                        LockRacer.class,
                        provider().getClass().getName(),
                        file(),
                        OPENINGS));
            }
            for (ChildJvm racer : racers) {
                additions += Long.parseLong(racer.output());
            }
        } finally {
            for (ChildJvm racer : racers) {
                racer.close();
            }
        }
        assertThat(additions).isEqualTo((long) PROCESSES * OPENINGS);
        assertThat(open(Mode.ON_FILE).addLong(LockRacer.COUNTER, 0)).isEqualTo(additions);
    }

    /** The system drops the lock of a process that is killed, and with it nothing that it did. */
    @OnFile
    void s14_theStoreOfAKilledOwnerIsOpenedAtOnce(Mode mode)
            throws IOException, InterruptedException {
        for (int round = 0; round < 3; round++) {
            try (ChildJvm owner = ChildJvm.start(
                    capabilities(),
                    SMALL_JVM,
                    KillVictim.class,
                    provider().getClass().getName(),
                    mode,
                    file(),
                    Workload.CHANGES)) {
                int first = owner.process().getInputStream().read();
                assertThat(first).isNotNegative();
                assertThatExceptionOfType(StoreLockedException.class)
                        .isThrownBy(() -> open(mode))
                        .withMessageContaining("in another process");
                owner.kill();
                StateStore store = open(mode);
                Verifier.verifyIfOpen(store);
                store.close();
            }
        }
    }
}
