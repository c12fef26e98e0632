package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.cairn.ChangeCursor;
import io.cairn.CorruptStoreException;
import io.cairn.Snapshot;
import io.cairn.SnapshotChain;
import io.cairn.SnapshotInfo;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.StreamOptions;
import io.cairn.UnsupportedFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The rule of changes between snapshots, S19: what they are, and that chains of them restore.
 *
 * <p>{@code -Dcairn.chains=N} sets how many random chains are tried in each mode,
 * {@code -Dcairn.seed=N} repeats a run.
 */
public abstract class DeltaContract extends StoreTests {
    private static final int CHAINS = Integer.getInteger("cairn.chains", 60);
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());

    /** For subclasses. */
    protected DeltaContract() {}

    @EveryMode
    void s19_changesAreJustTheKeysThatDiffer(Mode mode) {
        SplittableRandom random = new SplittableRandom(SEED);
        StateStore store = open(mode);
        ChangingStore changing = new ChangingStore(store, random);
        for (int round = 0; round < 40; round++) {
            changing.change(random.nextInt(200));
            Model before = changing.model();
            try (Snapshot earlier = store.snapshot()) {
                changing.change(random.nextInt(round % 2 == 0 ? 10 : 200));
                changing.reorganise();
                try (Snapshot later = store.snapshot()) {
                    store.put(Bytes.of(1), Bytes.random(round, 90));
                    store.delete(Bytes.of(1));
                    String what = "round=" + round + " seed=" + SEED;
                    verify(later.changesSince(earlier), before, changing.model(), what);
                    verify(earlier.changesSince(later), changing.model(), before, what);
                    verify(later.changesSince(later), before, before, what);
                }
            }
            changing.forget(Bytes.of(1));
        }
    }

    @EveryMode
    void s19_aValueThatIsTheSameAgainIsNoChange(Mode mode) {
        StateStore store = open(mode);
        store.put(Bytes.of(1), Bytes.run(10_000, 5));
        store.put(Bytes.of(2), Bytes.of(2));
        try (Snapshot earlier = store.snapshot()) {
            store.put(Bytes.of(1), Bytes.run(10_000, 6));
            store.put(Bytes.of(1), Bytes.run(10_000, 5));
            store.delete(Bytes.of(2));
            store.put(Bytes.of(2), Bytes.of(2));
            store.put(Bytes.of(3), Bytes.of(3));
            store.delete(Bytes.of(3));
            try (Snapshot later = store.snapshot()) {
                assertThat(later.changesSince(earlier).next()).isFalse();
            }
        }
    }

    @EveryMode
    void s19_aFewChangesOfALargeStore(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = new Model();
        for (int i = 0; i < 30_000; i++) {
            put(store, model, Bytes.bigEndian(i * 7919L), Bytes.of(i));
        }
        try (Snapshot earlier = store.snapshot()) {
            Model before = new Model(model);
            for (int i = 0; i < 30_000; i += 911) {
                put(store, model, Bytes.bigEndian(i * 7919L + (i & 1)), Bytes.of(i, i));
            }
            for (int i = 20_000; i < 20_700; i++) {
                assertThat(store.delete(Bytes.bigEndian(i * 7919L)))
                        .isEqualTo(model.delete(Bytes.bigEndian(i * 7919L)));
            }
            try (Snapshot later = store.snapshot()) {
                verify(later.changesSince(earlier), before, model, "a large store");
                byte[] full = RestoreContract.streamOf(earlier);
                byte[] delta = delta(earlier, later, StreamOptions.defaults());
                store.restore(chain(full, delta));
            }
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    void s19_chainsRestoreToJustTheSameEntries(Mode mode) throws IOException {
        for (int i = 0; i < CHAINS; i++) {
            SplittableRandom random = new SplittableRandom(SEED + i);
            StateStore target = open(Mode.IN_MEMORY, "target");
            try (StateStore source = openUntracked(mode, "chain-" + i)) {
                verifyChain(source, target, random);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("chain=" + i + " seed=" + SEED, e);
            }
            target.close();
        }
        Summary.print("chains", provider(), mode + " chains=" + CHAINS + " seed=" + SEED);
    }

    private static void verifyChain(StateStore source, StateStore target, SplittableRandom random)
            throws IOException {
        StreamOptions options = StreamOptions.defaults().withCompression(random.nextBoolean());
        ChangingStore changing = new ChangingStore(source, random);
        changing.change(random.nextInt(300));
        Snapshot last = source.snapshot();
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        last.writeTo(full, options);
        List<byte[]> links = new ArrayList<>(List.of(full.toByteArray()));
        for (int link = random.nextInt(7); link > 0; link--) {
            changing.change(random.nextInt(60));
            changing.reorganise();
            changing.change(random.nextInt(20));
            Snapshot next = source.snapshot();
            links.add(delta(last, next, options));
            last.close();
            last = next;
        }
        target.put(Bytes.of(9, 9), Bytes.of(9));
        SnapshotInfo info = target.restore(chain(links));
        assertThat(info.id()).isEqualTo(last.id());
        assertThat(info.flushedTag()).isEqualTo(last.flushedTag());
        assertThat(info.takenAtEpochMillis()).isEqualTo(last.takenAtEpochMillis());
        last.close();
        Verifier.verify(target, changing.model());
    }

    @EveryMode
    void s19_linksThatDoNotContinueEachOtherAreRefusedByName(Mode mode) throws IOException {
        StateStore store = open(mode);
        List<byte[]> links = threeLinks(store);
        List<byte[]> foreign = threeLinks(open(mode, "foreign"));
        Model before = new Model();
        StateStore target = open(mode, "target");
        put(target, before, Bytes.of(4), Bytes.of(5));
        byte[] full = links.get(0);
        byte[] one = links.get(1);
        byte[] two = links.get(2);
        refuse(target, "delta=1", full, two); // one is missing
        refuse(target, "delta=1", full, two, one);
        refuse(target, "delta=2", full, one, one);
        refuse(target, "delta=3", full, one, two, two);
        refuse(target, "delta=1", full, full);
        refuse(target, "delta=2", full, one, full);
        refuse(target, "delta=1", full, foreign.get(1));
        refuse(target, "delta=2", full, one, foreign.get(2));
        refuse(target, "delta=1", foreign.get(0), one);
        refuse(target, "stream", one);
        refuse(target, "stream", one, two);
        Verifier.verify(target, before);
        target.restore(chain(full, one, two));
        assertThat(RestoreContract.entriesOf(target)).isEqualTo(RestoreContract.entriesOf(store));
    }

    private static void refuse(StateStore target, String named, byte[]... links) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> target.restore(chain(links)))
                .withMessageContaining(named)
                .withMessageContaining("snapshot=");
    }

    @EveryMode
    void s19_aDamagedOrCutLinkChangesNothing(Mode mode) throws IOException {
        List<byte[]> links = threeLinks(open(mode));
        StateStore target = open(mode, "target");
        Model before = new Model();
        put(target, before, Bytes.of(4), Bytes.of(5));
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 150; i++) {
            int which = random.nextInt(links.size());
            byte[] link = links.get(which).clone();
            List<byte[]> damaged = new ArrayList<>(links);
            if (i % 3 == 0) {
                link = Arrays.copyOf(link, random.nextInt(link.length));
            } else {
                link[i < 60 ? i : random.nextInt(link.length)] ^= (byte) (1 << random.nextInt(8));
            }
            damaged.set(which, link);
            assertThatExceptionOfType(StateStoreException.class)
                    .as("i=%d which=%d seed=%d", i, which, SEED)
                    .isThrownBy(() -> target.restore(chain(damaged)))
                    .isInstanceOfAny(CorruptStoreException.class, UnsupportedFormatException.class);
        }
        Verifier.verify(target, before);
    }

    @EveryMode
    void s19_aChainWhoseStreamFailsChangesNothing(Mode mode) throws IOException {
        List<byte[]> links = threeLinks(open(mode));
        StateStore target = open(mode, "target");
        Model before = new Model();
        put(target, before, Bytes.of(4), Bytes.of(5));
        byte[] last = links.get(2);
        for (int good = 0; good < last.length; good += 1 + last.length / 20) {
            InputStream failing =
                    new SequenceInputStream(new ByteArrayInputStream(last, 0, good), broken());
            SnapshotChain chain = SnapshotChain.of(
                    new ByteArrayInputStream(links.get(0)),
                    new ByteArrayInputStream(links.get(1)),
                    failing);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> target.restore(chain))
                    .withMessageContaining("fails on purpose");
        }
        Verifier.verify(target, before);
    }

    /** In whatever way it is read. */
    @SuppressWarnings("InputStreamSlowMultibyteRead") // the first byte throws
    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("fails on purpose");
            }
        };
    }

    @EveryMode
    void s19_changesEndWithEitherOfTheirSnapshots(Mode mode) {
        for (boolean closesEarlier : new boolean[] {true, false}) {
            for (boolean compacts : new boolean[] {true, false}) {
                StateStore store = open(mode, "store" + closesEarlier + compacts);
                Snapshot earlier = store.snapshot();
                store.put(Bytes.of(1), Bytes.of(1));
                store.put(Bytes.of(2), Bytes.of(2));
                if (compacts) {
                    store.compact();
                }
                verifyEnd(earlier, store.snapshot(), closesEarlier);
            }
        }
    }

    private static void verifyEnd(Snapshot earlier, Snapshot later, boolean closesEarlier) {
        ChangeCursor changes = later.changesSince(earlier);
        assertThatIllegalStateException().isThrownBy(changes::key);
        assertThatIllegalStateException().isThrownBy(changes::isDelete);
        assertThat(changes.next()).isTrue();
        assertThat(changes.key().toByteArray()).isEqualTo(Bytes.of(1));
        ChangeCursor reverse = earlier.changesSince(later);
        assertThat(reverse.next()).isTrue();
        assertThat(reverse.isDelete()).isTrue();
        assertThatIllegalStateException().isThrownBy(reverse::value);
        (closesEarlier ? earlier : later).close();
        for (ChangeCursor ended : List.of(changes, reverse)) {
            assertThatIllegalStateException().isThrownBy(ended::isDelete);
            assertThatIllegalStateException().isThrownBy(ended::key);
            assertThatIllegalStateException().isThrownBy(ended::next);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> later.changesSince(earlier).next());
        earlier.close();
        later.close();
    }

    @EveryMode
    void s19_anotherThreadReadsTheChangesWhileTheOwnerWrites(Mode mode) {
        StateStore store = open(mode);
        ChangingStore changing = new ChangingStore(store, new SplittableRandom(SEED));
        changing.change(2_000);
        Model before = changing.model();
        try (Snapshot earlier = store.snapshot()) {
            changing.change(300);
            Model after = changing.model();
            try (Snapshot later = store.snapshot()) {
                CompletableFuture<Void> reader = OtherThread.run(() -> {
                    for (int round = 0; round < 30; round++) {
                        verify(later.changesSince(earlier), before, after, "seed=" + SEED);
                    }
                });
                for (int i = 0; i < 4_000 && !reader.isDone(); i++) {
                    changing.change(50);
                }
                reader.orTimeout(1, TimeUnit.MINUTES).join();
            }
        }
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void s19_nullsAreRefused() {
        StateStore store = open(Mode.IN_MEMORY);
        try (Snapshot snapshot = store.snapshot()) {
            assertThatNullPointerException().isThrownBy(() -> snapshot.changesSince(null));
            assertThatNullPointerException()
                    .isThrownBy(() -> snapshot.writeChangesSince(snapshot, null));
            assertThatNullPointerException().isThrownBy(() -> SnapshotChain.of(null));
        }
    }

    /** A full stream and two of changes, whose last state the store is left in. */
    private static List<byte[]> threeLinks(StateStore store) throws IOException {
        ChangingStore changing = new ChangingStore(store, new SplittableRandom(7));
        changing.change(300);
        store.put(Bytes.of(7), Bytes.of(7));
        try (Snapshot first = store.snapshot()) {
            store.put(Bytes.of(7), Bytes.of(8));
            changing.change(40);
            try (Snapshot second = store.snapshot()) {
                store.delete(Bytes.of(7));
                changing.change(40);
                try (Snapshot third = store.snapshot()) {
                    return List.of(
                            RestoreContract.streamOf(first),
                            delta(first, second, StreamOptions.defaults()),
                            delta(second, third, StreamOptions.defaults()));
                }
            }
        }
    }

    static byte[] delta(Snapshot earlier, Snapshot later, StreamOptions options)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        later.writeChangesSince(earlier, out, options);
        return out.toByteArray();
    }

    static SnapshotChain chain(byte[]... links) {
        return chain(List.of(links));
    }

    static SnapshotChain chain(List<byte[]> links) {
        List<ByteArrayInputStream> streams =
                links.stream().map(ByteArrayInputStream::new).toList();
        return SnapshotChain.of(streams.get(0), streams.subList(1, streams.size()));
    }

    private static void verify(ChangeCursor changes, Model before, Model after, String what) {
        NavigableMap<byte[], byte[]> keys = new TreeMap<>(before.entries());
        keys.putAll(after.entries());
        for (byte[] key : keys.keySet()) {
            byte[] value = after.get(key);
            if (!Arrays.equals(before.get(key), value)) {
                Verifier.require(
                        changes.next(), what + ": there is no change of " + Bytes.show(key));
                Verifier.requireKey(changes.key().toByteArray(), key);
                Verifier.require(
                        changes.isDelete() == (value == null), what + ": of the wrong kind");
                if (value != null) {
                    Verifier.requireValue(key, changes.value().toByteArray(), value);
                }
            }
        }
        Verifier.require(!changes.next(), what + ": there is a change too many");
        Verifier.require(!changes.next(), what + ": it begins again");
    }

    private static void put(StateStore store, Model model, byte[] key, byte[] value) {
        store.put(key, value);
        model.put(key, value);
    }
}
