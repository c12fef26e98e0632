package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.CorruptStoreException;
import io.cairn.RecoverTo;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.StoreOptions;
import io.cairn.UnsupportedFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files that rot: bits of small ones are flipped, they are cut at their bytes, and large ones at
 * random, rules S8 and S10. What opens holds what it should; all else is refused with the file, the
 * offset and the reason. An exception of any other kind, a hang or an error of the JVM fails.
 *
 * <p>One thing no file can show: that its newest flush slot was once written whole. Where just that
 * slot is damaged, the flush before it counts, with its own tag.
 *
 * <p>{@code -Dcairn.rot=N} sets how many places are tried where not all are; by default some bits
 * of a small file, with {@code -Dcairn.rot.bits=8} all, and cuts at all its bytes;
 * {@code -Dcairn.seed=N} repeats a run.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class RotContract extends StoreTests {
    private static final int PLACES = Integer.getInteger("cairn.rot", 40);
    private static final int BITS = Integer.getInteger("cairn.rot.bits", 1);
    private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
    private static final StoreOptions OPTIONS = Mode.ON_FILE_TINY_WINDOWS.options();
    private static final byte[] FIRST_TAG = Bytes.utf8("one");
    private static final byte[] SECOND_TAG = Bytes.utf8("second");

    private static final int SLOTS_FROM = 4_096;
    private static final int HEADER_BYTES = 20_480;
    private static final int FIRST_FLUSH = 3;
    private static final int SECOND_FLUSH = 6;
    private static final int CHANGES = 9;

    private final List<Model> states = new ArrayList<>(List.of(new Model()));
    private final SplittableRandom random = new SplittableRandom(SEED);
    private int flips;
    private int cuts;
    private int refused;

    /** For subclasses. */
    protected RotContract() {}

    @BeforeEach
    final void filesAreCairns() {
        assumeDurable();
    }

    @Test
    void s8_bitsOfEveryByteOfASmallFileAreFlipped() throws IOException {
        byte[] intact = smallFile(OPTIONS);
        for (int at = 0; at < intact.length; at++) {
            boolean written = intact[at] != 0 || at % 4_096 < 64;
            int first = random.nextInt(8);
            for (int bit = first; bit < first + BITS; bit++) {
                boolean each = written && (BITS > 1 || random.nextBoolean());
                if (each || random.nextInt(intact.length) < PLACES) {
                    verifyFlipped(intact, at, bit % 8, OPTIONS);
                }
            }
        }
        report("file-rot");
    }

    @Test
    void s8_aSmallFileIsCutAtEveryByte() throws IOException {
        byte[] intact = smallFile(OPTIONS);
        int written = written(intact);
        for (int length = 1; length < intact.length; length++) {
            boolean each = (length < 128 || (length >= HEADER_BYTES && length <= written))
                    && (BITS > 1 || random.nextInt(3) == 0);
            if (each || length % 4_096 < 2 || random.nextInt(intact.length) < PLACES) {
                verifyCut(intact, length, OPTIONS);
            }
        }
        report("file-cut");
    }

    @Test
    void s8_aLargeFileRotsAtRandom() throws IOException {
        StoreOptions options = Mode.ON_FILE.options();
        byte[] intact = largeFile(options);
        int written = written(intact);
        for (int i = 0; i < PLACES; i++) {
            verifyFlipped(intact, random.nextInt(written), random.nextInt(8), options);
            verifyCut(intact, 1 + random.nextInt(intact.length - 1), options);
        }
        report("large-file-rot");
    }

    @Test
    void s7_anIndexImageRots() throws IOException {
        byte[] log = smallFile(OPTIONS);
        try (StateStore store = openFile(file(), OPTIONS)) {
            store.saveIndex();
        }
        byte[] intact = Files.readAllBytes(image());
        for (int at = 0; at < intact.length; at++) {
            boolean each = at < 200 && (BITS > 1 || random.nextInt(3) == 0);
            if (each || random.nextInt(intact.length) < PLACES) {
                byte[] rotten = intact.clone();
                rotten[at] ^= (byte) (1 << random.nextInt(8));
                verifyImage(log, rotten);
                verifyImage(log, Arrays.copyOf(intact, at));
                flips++;
                cuts++;
            }
        }
        report("image-rot");
    }

    @Test
    void s10_everyBitOfASnapshotIsFlippedAndItIsCutAtEveryByte() throws IOException {
        smallFile(OPTIONS);
        byte[] intact;
        try (StateStore store = openFile(file(), OPTIONS)) {
            intact = RestoreContract.streamOf(store);
        }
        try (StateStore target = provider().openInMemory(OPTIONS)) {
            Model before = new Model();
            before.put(FIRST_TAG, SECOND_TAG);
            target.put(FIRST_TAG, SECOND_TAG);
            for (int at = 0; at < intact.length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] rotten = intact.clone();
                    rotten[at] ^= (byte) (1 << bit);
                    verifyNotRestored(target, rotten, before, "bit=" + bit + " at=" + at);
                    flips++;
                }
                verifyNotRestored(target, Arrays.copyOf(intact, at), before, "length=" + at);
                cuts++;
            }
        }
        report("snapshot-rot");
    }

    private void verifyNotRestored(StateStore target, byte[] rotten, Model before, String what)
            throws IOException {
        try {
            target.restore(new ByteArrayInputStream(rotten));
            throw new AssertionError("a damaged snapshot was restored, " + what);
        } catch (CorruptStoreException | UnsupportedFormatException expected) {
            refused++;
            assertThat(expected.getMessage()).as(what).containsAnyOf("offset=", "version=");
        }
        Verifier.verify(target, before);
    }

    private void verifyImage(byte[] log, byte[] image) throws IOException {
        Files.write(file(), log);
        Files.write(image(), image);
        try (StateStore store = provider().openPersistent(file(), OPTIONS)) {
            refused += store.recoveryReport().imageUsed() ? 0 : 1;
            Verifier.verify(store, states.get(states.size() - 1));
        }
    }

    private void verifyFlipped(byte[] intact, int at, int bit, StoreOptions options)
            throws IOException {
        byte[] rotten = intact.clone();
        rotten[at] ^= (byte) (1 << bit);
        boolean inHeader = at < HEADER_BYTES;
        boolean inSlots = inHeader && at >= SLOTS_FROM;
        try {
            verifyRotten(rotten, inHeader ? states.size() - 1 : SECOND_FLUSH, inSlots, options);
        } catch (AssertionError | RuntimeException | IOException e) {
            throw new AssertionError("bit=" + bit + " at=" + at + " seed=" + SEED, e);
        }
        flips++;
    }

    private void verifyCut(byte[] intact, int length, StoreOptions options) {
        try {
            verifyRotten(Arrays.copyOf(intact, length), SECOND_FLUSH, false, options);
        } catch (AssertionError | RuntimeException | IOException e) {
            throw new AssertionError("length=" + length + " seed=" + SEED, e);
        }
        cuts++;
    }

    /**
     * Opens a damaged file in both ways.
     *
     * @param atLeast the first of the states that it may be in
     * @param older whether it may have fallen back to the flush before the last
     */
    private void verifyRotten(byte[] rotten, int atLeast, boolean older, StoreOptions options)
            throws IOException {
        lay(rotten);
        try (StateStore store = provider().openPersistent(file(), options)) {
            requireState(store, atLeast, states.size() - 1);
            requireTag(store, SECOND_TAG, older);
            Verifier.verifyIfOpen(store);
        } catch (CorruptStoreException | UnsupportedFormatException expected) {
            requireNamed(expected);
            assertThat(Files.readAllBytes(file())).as("the refused file").startsWith(rotten);
        }
        if (atLeast == SECOND_FLUSH && random.nextInt(4) != 0) {
            return; // what is flushed is read in the same way
        }
        lay(rotten);
        try (StateStore store =
                provider().openPersistent(file(), options.withRecoverTo(RecoverTo.LAST_FLUSH))) {
            boolean isOlder = older && Arrays.equals(store.flushedTag(), FIRST_TAG);
            int flush = isOlder ? FIRST_FLUSH : SECOND_FLUSH;
            requireState(store, flush, flush);
            requireTag(store, SECOND_TAG, older);
        } catch (CorruptStoreException | UnsupportedFormatException expected) {
            requireNamed(expected);
        }
    }

    private void lay(byte[] bytes) throws IOException {
        Files.write(file(), bytes);
        Files.deleteIfExists(image());
    }

    private void requireNamed(StateStoreException thrown) {
        refused++;
        assertThat(thrown).hasMessageContaining(file().toString());
        assertThat(thrown.getMessage()).containsAnyOf("offset=", "version=");
    }

    private void requireState(StateStore store, int from, int to) {
        Model content = History.contentOf(store);
        for (int state = to; state >= from; state--) {
            if (History.is(content, states.get(state))) {
                return;
            }
        }
        throw new AssertionError("the store is in none of the states=" + from + " to " + to
                + ": entries=" + content.size() + ", " + store.recoveryReport());
    }

    private static void requireTag(StateStore store, byte[] tag, boolean older) {
        byte[] found = store.flushedTag();
        Verifier.require(
                Arrays.equals(found, tag) || (older && Arrays.equals(found, FIRST_TAG)),
                "the tag is " + Bytes.show(found));
    }

    /** Nine changes, with a flush after the third and the sixth. */
    private byte[] smallFile(StoreOptions options) throws IOException {
        try (StateStore store = provider().openPersistent(file(), options)) {
            for (int i = 1; i <= CHANGES; i++) {
                change(store, i, 10 + i);
                flushAfter(store, i);
            }
        }
        return Files.readAllBytes(file());
    }

    /** The same, with many more entries in the first change. */
    private byte[] largeFile(StoreOptions options) throws IOException {
        try (StateStore store = provider().openPersistent(file(), options)) {
            Model first = states.get(0);
            for (int i = 0; i < 8_000; i++) {
                first.put(Bytes.bigEndian(i), Bytes.random(i, 20 + i % 200));
                store.put(Bytes.bigEndian(i), Bytes.random(i, 20 + i % 200));
            }
            for (int i = 1; i <= CHANGES; i++) {
                change(store, i, 1_000);
                flushAfter(store, i);
            }
        }
        return Files.readAllBytes(file());
    }

    private void change(StateStore store, int number, int length) {
        Model after = new Model(states.get(states.size() - 1));
        byte[] key = Bytes.of('k', number);
        if (number == 5) {
            after.delete(Bytes.of('k', 2));
            store.delete(Bytes.of('k', 2));
        } else {
            after.put(key, Bytes.random(number, length));
            store.put(key, Bytes.random(number, length));
        }
        states.add(after);
    }

    private static void flushAfter(StateStore store, int change) {
        if (change == FIRST_FLUSH) {
            store.flush(FIRST_TAG);
        } else if (change == SECOND_FLUSH) {
            store.flush(SECOND_TAG);
        }
    }

    private static int written(byte[] file) {
        int at = file.length;
        while (at > 0 && file[at - 1] == 0) {
            at--;
        }
        return at;
    }

    private Path image() {
        return file("store.idx");
    }

    private void report(String suite) {
        assertThat(refused).isPositive();
        Summary.print(
                suite,
                provider(),
                "flips=" + flips + " cuts=" + cuts + " refused=" + refused + " seed=" + SEED);
    }
}
