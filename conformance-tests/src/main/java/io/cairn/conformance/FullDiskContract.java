package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cairn.Progress;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.WriteBatch;
import io.cairn.conformance.host.SmallFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Disks that are really full, and that have room again: rule S11. What needs room throws
 * {@link StoreIoException} and has changed nothing; all else goes on; the JVM never meets a page
 * that it cannot have. Needs the right to mount a small file system.
 */
public abstract class FullDiskContract extends StoreTests {
    private static final long DISK_BYTES = 12 << 20;
    private static final List<Mode> MODES = List.of(Mode.ON_FILE, Mode.ON_FILE_TINY_WINDOWS);
    private static final int ENTRIES = 1_000;
    private static final int ENTRIES_OF_A_LARGE_INDEX = 120_000;
    private static final int TRIES = 40;

    private final List<SmallFileSystem> mounted = new ArrayList<>();
    private int refused;
    private int moments;

    /** For subclasses. */
    protected FullDiskContract() {}

    @BeforeEach
    final void filesAreCairns() {
        assumeDurable();
    }

    @AfterEach
    final void unmount() throws IOException {
        closeStores();
        for (SmallFileSystem disk : mounted) {
            disk.close();
        }
    }

    private SmallFileSystem mount(SmallFileSystem.Kind kind, Mode mode) throws IOException {
        String whyNot = SmallFileSystem.whyNot(kind);
        assumeTrue(whyNot.isEmpty(), whyNot);
        Path parent = Files.createDirectory(folder.resolve(kind + "-" + mode));
        SmallFileSystem disk = SmallFileSystem.mount(kind, parent, DISK_BYTES);
        mounted.add(disk);
        return disk;
    }

    private StateStore open(SmallFileSystem disk, Mode mode) {
        return openFile(disk.folder().resolve("store"), mode.options());
    }

    private static byte[] key(int number) {
        return Bytes.bigEndian(number * 0x9E3779B97F4A7C15L);
    }

    private static void load(StateStore store, Model model, int from, int to) {
        for (int i = from; i < to; i++) {
            put(store, model, key(i), Bytes.random(i, i % 90));
        }
    }

    private static void put(StateStore store, Model model, byte[] key, byte[] value) {
        store.put(key, value);
        model.put(key, value);
    }

    /** Fills the disk, and what the store has reserved of it. */
    private void fill(SmallFileSystem disk, StateStore store, Model model, int from)
            throws IOException {
        disk.fill();
        fillOnly(disk, store, model, from);
    }

    private void fillOnly(SmallFileSystem disk, StateStore store, Model model, int from)
            throws IOException {
        moments++;
        for (int i = from; i < from + 200_000; i++) {
            try {
                put(store, model, key(i), Bytes.random(i, i % 90));
            } catch (StoreIoException full) {
                requireRemedy(full, disk);
                return;
            }
        }
        throw new AssertionError("a full disk takes any number of entries");
    }

    private void requireRemedy(StoreIoException refusal, SmallFileSystem disk) {
        refused++;
        assertThat(refusal)
                .hasMessageContaining(disk.folder().resolve("store").toString())
                .hasMessageContaining("the store is as before: free space");
    }

    private interface Call {
        void run() throws IOException;
    }

    /** Calls what may need room; returns whether there was enough. */
    private boolean isDone(Call call, SmallFileSystem disk) throws IOException {
        try {
            call.run();
            return true;
        } catch (StoreIoException full) {
            requireRemedy(full, disk);
            return false;
        }
    }

    private void summary(String what, SmallFileSystem.Kind kind) {
        Summary.print(
                "full-disk",
                provider(),
                "disk=" + kind + " " + what + " moments=" + moments + " callsRefused=" + refused);
    }

    @ParameterizedTest
    @EnumSource
    void s11_aFullDiskRefusesChangesAndNothingElse(SmallFileSystem.Kind kind) throws IOException {
        for (Mode mode : MODES) {
            SmallFileSystem disk = mount(kind, mode);
            StateStore store = open(disk, mode);
            Model model = new Model();
            load(store, model, 0, ENTRIES);
            for (int round = 1; round <= 3; round++) {
                fill(disk, store, model, round * ENTRIES);
                Verifier.verify(store, model);
                changeWithoutRoom(disk, store, model);
                store.flush(Bytes.of(round)); // what is there has its blocks
                Verifier.verify(store, model);
                disk.makeRoom();
                load(store, model, round * ENTRIES, (round + 1) * ENTRIES);
                store.compact();
                store.saveIndex();
                Verifier.verify(store, model);
            }
            store.close();
            Verifier.verify(open(disk, mode), model);
        }
        assertThat(refused).isGreaterThan(TRIES);
        summary("changes", kind);
    }

    private void changeWithoutRoom(SmallFileSystem disk, StateStore store, Model model)
            throws IOException {
        for (int i = 0; i < TRIES; i++) {
            byte[] key = key(i);
            byte[] value = Bytes.random(-i, 1 + i * 300);
            if (isDone(() -> store.put(key, value), disk)) {
                model.put(key, value);
            }
            WriteBatch batch = new WriteBatch();
            addTo(batch, new Model(), i);
            if (isDone(() -> store.write(batch), disk)) {
                addTo(batch, model, i);
            }
            byte[] deleted = key(ENTRIES / 2 + i);
            if (isDone(() -> store.delete(deleted), disk)) {
                model.delete(deleted);
            }
            byte[] counter = Bytes.concat(Bytes.utf8("counter"), Bytes.bigEndian(i));
            if (isDone(() -> store.addLong(counter, 1), disk)) {
                model.put(counter, CounterContract.littleEndian(1));
            }
            byte[] changed = key(ENTRIES - 1 - i);
            byte[] before = model.get(changed);
            if (before != null
                    && before.length > 0
                    && isDone(
                            () -> store.update(changed, view -> view.putByte(0, (byte) 9)), disk)) {
                byte[] after = before.clone();
                after[0] = 9;
                model.put(changed, after);
            }
            Verifier.verifyCounts(store, model);
        }
    }

    /** A batch that may find room for its first values and none for its last. */
    private static void addTo(WriteBatch batch, Model model, int number) {
        for (int i = 0; i < 8; i++) {
            byte[] value = Bytes.random(number - i, 1 + i * number * 60);
            WriteBatchContract.add(batch, model, key(7 * number + i), value, i != 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void s11_compactionWithoutRoomChangesNothing(SmallFileSystem.Kind kind) throws IOException {
        for (Mode mode : MODES) {
            SmallFileSystem disk = mount(kind, mode);
            StateStore store = open(disk, mode);
            Model model = new Model();
            load(store, model, 0, 8_000);
            for (long room = 0; room < 1 << 20; room += 150_000) {
                disk.fillBut(room);
                moments++;
                long before = disk.freeBytes();
                if (!isDone(store::compact, disk)) {
                    assertThat(disk.freeBytes()).isGreaterThanOrEqualTo(before);
                    assertThat(disk.folder().resolve("store.compact")).doesNotExist();
                }
                Verifier.verify(store, model);
                disk.makeRoom();
            }
            assertThat(refused).isPositive();
            store.compact();
            store.close();
            Verifier.verify(open(disk, mode), model);
        }
        summary("compaction", kind);
    }

    @ParameterizedTest
    @EnumSource
    void s11_anIndexImageWithoutRoomLeavesNoneBehind(SmallFileSystem.Kind kind) throws IOException {
        for (Mode mode : MODES) {
            SmallFileSystem disk = mount(kind, mode);
            StateStore store = open(disk, mode);
            Model model = new Model();
            load(store, model, 0, 5_000);
            for (long room = 0; room < 400_000; room += 50_000) {
                disk.fillBut(room);
                moments++;
                long before = disk.freeBytes();
                if (!isDone(store::saveIndex, disk)) {
                    assertThat(disk.freeBytes()).isGreaterThanOrEqualTo(before);
                }
                assertThat(disk.folder().resolve("store.idx.tmp")).doesNotExist();
                Verifier.verify(store, model);
                disk.makeRoom();
            }
            assertThat(refused).isPositive();
            store.saveIndex();
            store.close();
            store = open(disk, mode);
            assertThat(store.recoveryReport().imageUsed()).isTrue();
            Verifier.verify(store, model);
        }
        summary("index-image", kind);
    }

    @ParameterizedTest
    @EnumSource
    void s8_aStoreIsOpenedOnAFullDisk(SmallFileSystem.Kind kind) throws IOException {
        for (Mode mode : MODES) {
            SmallFileSystem disk = mount(kind, mode);
            StateStore store = open(disk, mode);
            Model model = new Model();
            for (int round = 0; round < 8; round++) {
                load(store, model, round * 500, round * 500 + 500 - round);
                fill(disk, store, model, 100_000 + round * 500);
                store.close();
                store = open(disk, mode);
                Verifier.verify(store, model);
                changeWithoutRoom(disk, store, model);
                Verifier.verify(store, model);
                disk.makeRoom();
            }
        }
        summary("opening", kind);
    }

    /**
     * A file that was not in the system's cache may be read into large pages, which reach beyond
     * the last record; a page is written as a whole, and so needs the blocks of all of it.
     */
    @Test
    void s11_aFileThatWasReadAnewIsFilledToTheLastBlock() throws IOException {
        SmallFileSystem disk = mount(SmallFileSystem.Kind.EXT4, Mode.ON_FILE);
        Path file = disk.folder().resolve("store");
        for (int round = 0; round < 16; round++) {
            Files.deleteIfExists(file);
            StateStore store = open(disk, Mode.ON_FILE);
            Model model = new Model();
            load(store, model, 0, 2_000 + 450 * round);
            store.flush();
            store.close();
            Files.deleteIfExists(file.resolveSibling("store.idx")); // so that all records are read
            SmallFileSystem.dropCaches();
            assertThat(provider().verify(file, Progress.NONE).isSound()).isTrue();
            disk.fillBut(20_000 + 11_000 * round);

            store = open(disk, Mode.ON_FILE);
            fillOnly(disk, store, model, 100_000);
            Verifier.verify(store, model);
            changeWithoutRoom(disk, store, model);
            disk.makeRoom();
            Verifier.verify(store, model);
            store.close();
        }
        summary("read anew", SmallFileSystem.Kind.EXT4);
    }

    /** The image that would make the next opening quick is all that such a close goes without. */
    @ParameterizedTest
    @EnumSource
    void s11_aStoreIsClosedOnAFullDisk(SmallFileSystem.Kind kind) throws IOException {
        SmallFileSystem disk = mount(kind, Mode.ON_FILE);
        StateStore store = open(disk, Mode.ON_FILE);
        Model model = new Model();
        for (int i = 0; i < 50; i++) {
            put(store, model, key(i), Bytes.random(i, 100_000));
        }
        store.flush();
        disk.fill();
        moments++;
        assertThat(isDone(store::close, disk)).isFalse();
        assertThat(disk.folder().resolve("store.idx.tmp")).doesNotExist();
        store.close();
        StateStore again = open(disk, Mode.ON_FILE);
        Verifier.verify(again, model);
        disk.makeRoom();
        again.close();
        again = open(disk, Mode.ON_FILE);
        Verifier.verify(again, model);
        summary("closing", kind);
    }

    /** An index is mapped from its image, and grows inside of what was mapped. */
    @ParameterizedTest
    @EnumSource
    void s11_aLargeIndexGrowsOnAFullDisk(SmallFileSystem.Kind kind) throws IOException {
        SmallFileSystem disk = mount(kind, Mode.ON_FILE);
        Model model = new Model();
        StateStore loaded = open(disk, Mode.ON_FILE);
        for (int i = 0; i < ENTRIES_OF_A_LARGE_INDEX; i++) {
            put(loaded, model, key(i), new byte[0]);
        }
        loaded.saveIndex();
        loaded.close();
        StateStore store = open(disk, Mode.ON_FILE);
        assertThat(store.recoveryReport().imageUsed()).isTrue();
        put(store, model, key(-1), new byte[0]); // reserves some more
        disk.fill();
        moments++;
        for (int i = 0; i < 5_000; i++) {
            byte[] key = key(ENTRIES_OF_A_LARGE_INDEX + i);
            if (isDone(() -> store.put(key, new byte[0]), disk)) {
                model.put(key, new byte[0]);
            }
        }
        Verifier.verifyCounts(store, model);
        assertThat(store.verify().isSound()).isTrue();
        summary("large-index", kind);
    }

    @ParameterizedTest
    @EnumSource
    void s11_aNewStoreOnAFullDiskIsRefusedUntilThereIsRoom(SmallFileSystem.Kind kind)
            throws IOException {
        SmallFileSystem disk = mount(kind, Mode.ON_FILE);
        disk.fill();
        moments++;
        assertThatExceptionOfType(StoreIoException.class)
                .isThrownBy(() -> {
                    StateStore store = open(disk, Mode.ON_FILE);
                    for (int i = 0; i < 100_000; i++) {
                        store.put(key(i), key(i));
                    }
                })
                .withMessageContaining("store");
        closeStores();
        disk.makeRoom();
        StateStore store = open(disk, Mode.ON_FILE);
        store.clear();
        Model model = new Model();
        load(store, model, 0, ENTRIES);
        Verifier.verify(store, model);
        summary("new-store", kind);
    }

    /** No name can be made: not that of a lock, of a compaction, or of an image. */
    @ParameterizedTest
    @EnumSource
    void s11_aDiskWithoutRoomForNamesRefusesNewFilesOnly(SmallFileSystem.Kind kind)
            throws IOException {
        for (Mode mode : MODES) {
            SmallFileSystem disk = mount(kind, mode);
            StateStore store = open(disk, mode);
            Model model = new Model();
            load(store, model, 0, ENTRIES);
            disk.fillNames();
            moments++;
            assertThat(isDone(store::compact, disk)).isFalse();
            assertThat(isDone(store::saveIndex, disk)).isFalse();
            load(store, model, 0, ENTRIES + 500);
            store.flush();
            Verifier.verify(store, model);
            assertThatExceptionOfType(StoreIoException.class)
                    .isThrownBy(() -> openFile(disk.folder().resolve("other"), mode.options()))
                    .withMessageContaining("other.lock");
            disk.makeRoomForNames();
            store.compact();
            store.saveIndex();
            store.close();
            Verifier.verify(open(disk, mode), model);
        }
        summary("names", kind);
    }

    @ParameterizedTest
    @EnumSource
    void s9_aSnapshotThatFindsNoRoomIsWrittenAgain(SmallFileSystem.Kind kind) throws IOException {
        SmallFileSystem disk = mount(kind, Mode.ON_FILE);
        StateStore store = open(disk, Mode.ON_FILE);
        Model model = new Model();
        load(store, model, 0, ENTRIES);
        Path target = disk.folder().resolve("snapshot");
        try (Snapshot snapshot = store.snapshot()) {
            disk.fill();
            moments++;
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> write(snapshot, target));
            Files.delete(target);
            disk.makeRoom();
            write(snapshot, target);
            assertThat(target).hasBinaryContent(RestoreContract.streamOf(snapshot));
        }
        Verifier.verify(store, model);
        summary("snapshot", kind);
    }

    private static void write(Snapshot snapshot, Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            snapshot.writeTo(out);
        }
    }
}
