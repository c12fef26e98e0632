package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cairn.CorruptStoreException;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.Snapshot;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.UnsupportedFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The rule of restoring, S10: from a live snapshot and from its stream. */
public abstract class RestoreContract extends StoreTests {
    /** For subclasses. */
    protected RestoreContract() {}

    @EveryMode
    void s10_restoreReplacesAllEntries(Mode mode) {
        StateStore store = open(mode);
        Model model = fill(store, 1, 800);
        Model moment = new Model(model);
        try (Snapshot snapshot = store.snapshot()) {
            scramble(store);
            store.restore(snapshot);
            Verifier.verify(store, moment);
            put(store, model, Bytes.bigEndian(5), Bytes.of(1, 2, 3));
            Verifier.verify(store, model);
            Verifier.verify(snapshot, moment);
            store.restore(snapshot);
            Verifier.verify(store, moment);
        }
        Verifier.verify(store, moment);
    }

    @EveryMode
    void s10_restoreFromAnotherStore(Mode mode) {
        StateStore store = open(mode);
        StateStore source = open(Mode.IN_MEMORY);
        fill(store, 1, 300);
        Model moment = fill(source, 2, 500);
        try (Snapshot snapshot = source.snapshot()) {
            source.clear();
            store.restore(snapshot);
            Verifier.verify(store, moment);
        }
        source.close();
        Verifier.verify(store, moment);
    }

    @EveryMode
    void s10_restoreOfAnEmptySnapshotEmptiesTheStore(Mode mode) throws IOException {
        StateStore store = open(mode);
        byte[] written = streamOf(store);
        try (Snapshot snapshot = store.snapshot()) {
            fill(store, 1, 100);
            store.restore(snapshot);
            Verifier.verify(store, new Model());
        }
        fill(store, 2, 100);
        store.restore(new ByteArrayInputStream(written));
        Verifier.verify(store, new Model());
    }

    @EveryMode
    void s10_restoreKeepsTheOtherSnapshots(Mode mode) {
        StateStore store = open(mode);
        Model first = fill(store, 1, 200);
        try (Snapshot early = store.snapshot()) {
            Model second = new Model(first);
            for (int i = 0; i < 100; i++) {
                put(store, second, Bytes.bigEndian(i), Bytes.random(i, 60));
            }
            try (Snapshot late = store.snapshot()) {
                store.restore(early);
                Verifier.verify(store, first);
                Verifier.verify(late, second);
                store.restore(late);
                Verifier.verify(store, second);
                Verifier.verify(early, first);
            }
        }
    }

    @OnFile
    void s10_whatWasRestoredIsThereAfterReopening(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model moment = fill(store, 1, 400);
        byte[] written = streamOf(store);
        scramble(store);
        store.restore(new ByteArrayInputStream(written));
        store = reopen(store, mode);
        Verifier.verify(store, moment);
        put(store, moment, Bytes.of(1), Bytes.of(2));
        store = reopen(store, mode);
        Verifier.verify(store, moment);
    }

    @EveryMode
    void s10_restoreFromAStream(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model moment = fill(store, 1, 700);
        put(store, moment, new byte[0], new byte[0]);
        put(store, moment, Bytes.run(StateStore.MAX_KEY_LENGTH, 3), Bytes.random(1, 300_000));
        byte[] written = streamOf(store);
        scramble(store);
        store.restore(new ByteArrayInputStream(written));
        Verifier.verify(store, moment);
        StateStore other = open(mode, "other");
        fill(other, 3, 100);
        other.restore(oneByteAtATime(written));
        Verifier.verify(other, moment);
        assertThat(entriesOf(other)).isEqualTo(entriesOf(store));
    }

    @Test
    void s10_restoreReadsJustTheSnapshotsBytesAndDoesNotClose() throws IOException {
        StateStore store = open(Mode.IN_MEMORY);
        Model first = fill(store, 1, 50);
        byte[] one = streamOf(store);
        scramble(store);
        byte[] two = streamOf(store);
        byte[] entries = entriesOf(store);
        InputStream in = new NeverClosed(new SequenceInputStream(
                new ByteArrayInputStream(one),
                new SequenceInputStream(
                        new ByteArrayInputStream(two), new ByteArrayInputStream(Bytes.of(42)))));
        store.restore(in);
        Verifier.verify(store, first);
        store.restore(in);
        assertThat(entriesOf(store)).isEqualTo(entries);
        assertThat(in.read()).isEqualTo(42);
    }

    @EveryMode
    void s10_aStreamThatFailsChangesNothing(Mode mode) throws IOException {
        StateStore store = open(mode);
        fill(store, 1, 300);
        byte[] written = streamOf(store);
        scramble(store);
        byte[] before = entriesOf(store);
        for (int good = 0; good < written.length; good += 1 + written.length / 60) {
            InputStream in = failingAfter(written, good);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> store.restore(in))
                    .withMessageContaining("fails on purpose");
            assertThat(entriesOf(store)).isEqualTo(before);
        }
    }

    @EveryMode
    void s10_aTruncatedStreamChangesNothing(Mode mode) throws IOException {
        StateStore store = open(mode);
        fill(store, 1, 20);
        byte[] written = streamOf(store);
        scramble(store);
        byte[] before = entriesOf(store);
        for (int length = 0; length < written.length; length += length < 200 ? 1 : 13) {
            InputStream in = new ByteArrayInputStream(Arrays.copyOf(written, length));
            assertThatExceptionOfType(CorruptStoreException.class)
                    .as("length=%d of %d", length, written.length)
                    .isThrownBy(() -> store.restore(in));
            assertThat(entriesOf(store)).isEqualTo(before);
        }
    }

    @EveryMode
    void s10_aDamagedStreamChangesNothing(Mode mode) throws IOException {
        StateStore store = open(mode);
        fill(store, 1, 60);
        byte[] written = streamOf(store);
        scramble(store);
        byte[] before = entriesOf(store);
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = written.clone();
            int at = i < 100 ? i : random.nextInt(written.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            assertThatExceptionOfType(StateStoreException.class)
                    .as("damaged at=%d", at)
                    .isThrownBy(() -> store.restore(new ByteArrayInputStream(damaged)))
                    .isInstanceOfAny(CorruptStoreException.class, UnsupportedFormatException.class);
            assertThat(entriesOf(store)).isEqualTo(before);
        }
    }

    @Test
    void s10_aStreamOfSomethingElseIsRefused() {
        StateStore store = open(Mode.IN_MEMORY);
        store.put(Bytes.of(1), Bytes.of(1));
        for (byte[] strange : new byte[][] {
            {}, Bytes.utf8("not a snapshot"), new byte[5_000], Bytes.run(5_000, 0xFF)
        }) {
            assertThatExceptionOfType(CorruptStoreException.class)
                    .isThrownBy(() -> store.restore(new ByteArrayInputStream(strange)));
        }
        assertThat(store.size()).isEqualTo(1);
    }

    @EveryMode
    void s10_aClosedSnapshotIsRefused(Mode mode) {
        StateStore store = open(mode);
        Model model = fill(store, 1, 30);
        Snapshot snapshot = store.snapshot();
        snapshot.close();
        assertThatIllegalStateException().isThrownBy(() -> store.restore(snapshot));
        Verifier.verify(store, model);
    }

    @EveryMode
    void s10_aTargetThatFailsLeavesTheSnapshotIntact(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = fill(store, 1, 300);
        byte[] written = streamOf(store);
        try (Snapshot snapshot = store.snapshot()) {
            for (int room = 0; room < written.length; room += 1 + written.length / 20) {
                OutputStream out = failingSink(room);
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> snapshot.writeTo(out));
            }
            Verifier.verify(snapshot, model);
            assertThat(streamOf(snapshot)).hasSameSizeAs(written);
        }
        Verifier.verify(store, model);
    }

    /** What a snapshot of the store writes; another one writes another header. */
    static byte[] streamOf(StateStore store) throws IOException {
        try (Snapshot snapshot = store.snapshot()) {
            return streamOf(snapshot);
        }
    }

    static byte[] streamOf(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshot.writeTo(out);
        return out.toByteArray();
    }

    /** Stands for all entries of a store. */
    static byte[] entriesOf(StateStore store) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD); cursor.next(); ) {
            out.writeInt(cursor.key().length());
            out.write(cursor.key().toByteArray());
            out.writeInt(cursor.value().length());
            out.write(cursor.value().toByteArray());
        }
        return bytes.toByteArray();
    }

    private static Model fill(StateStore store, int seed, int entries) {
        Model model = new Model();
        for (int i = 0; i < entries; i++) {
            put(
                    store,
                    model,
                    Bytes.bigEndian(i * 3L + seed),
                    Bytes.random(seed * 1_000L + i, i % 50));
        }
        return model;
    }

    private static void scramble(StateStore store) {
        for (int i = 0; i < 500; i++) {
            store.put(Bytes.bigEndian(i), Bytes.random(-i, i % 70));
        }
        for (int i = 0; i < 500; i += 4) {
            assertThat(store.delete(Bytes.bigEndian(i))).isTrue();
        }
    }

    private static void put(StateStore store, Model model, byte[] key, byte[] value) {
        store.put(key, value);
        model.put(key, value);
    }

    private static InputStream oneByteAtATime(byte[] bytes) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(1, length));
            }

            @Override
            public int available() {
                return 0;
            }
        };
    }

    private static InputStream failingAfter(byte[] bytes, int good) {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("fails on purpose");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("fails on purpose");
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(bytes, 0, good), failing);
    }

    private static OutputStream failingSink(int room) {
        return new OutputStream() {
            private int left = room;

            @Override
            public void write(int value) throws IOException {
                if (--left < 0) {
                    throw new IOException("fails on purpose");
                }
            }
        };
    }

    private static final class NeverClosed extends FilterInputStream {
        NeverClosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            throw new AssertionError("restore closed the caller's stream");
        }
    }
}
