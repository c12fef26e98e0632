package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.CorruptStoreException;
import io.cairn.RecoverTo;
import io.cairn.RecoveryReport;
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
 * <p>Each suite prints how many bits it flipped and at how many bytes it cut, and what came of it:
 * opened right, or refused (an index image: ignored). {@code -Dcairn.rot=N} sets how many places
 * are tried where not all are; by default that is some bits of a small file and cuts at some of its
 * bytes, with {@code -Dcairn.rot.bits=8} every bit of every byte that is not 0 or lies at the
 * beginning of a page, and a cut at every byte up to the last that is not 0. {@code -Dcairn.seed=N}
 * repeats a run.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class RotContract extends StoreTests {
    private static final int PLACES = Integer.getInteger("cairn.rot", 40);
    /** Each takes most of a second. */
    private static final int PLACES_IN_LARGE = Math.max(1, PLACES / 5);

    private static final int BITS = Integer.getInteger("cairn.rot.bits", 1);
    private static final boolean ALL = BITS >= Byte.SIZE;
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
    private int right;
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
            int first = random.nextInt(8);
            for (int bit = first; bit < first + BITS; bit++) {
                boolean each = isWritten(intact, at) && (BITS > 1 || random.nextBoolean());
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
            boolean each = ALL
                    ? length <= written
                    : (length < 128 || (length >= HEADER_BYTES && length <= written))
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
        for (int i = 0; i < PLACES_IN_LARGE; i++) {
            verifyFlipped(intact, random.nextInt(written), random.nextInt(8), options);
            verifyCut(intact, 1 + random.nextInt(intact.length - 1), options);
        }
        report("large-file-rot");
    }

    @Test
    void s7_anIndexImageRots() throws IOException {
        byte[] log = smallFile(OPTIONS);
        byte[] intact = imageOf(OPTIONS);
        for (int at = 0; at < intact.length; at++) {
            boolean each =
                    ALL ? isWritten(intact, at) : at < 200 && (BITS > 1 || random.nextInt(3) == 0);
            if (each || random.nextInt(intact.length) < PLACES) {
                int first = random.nextInt(8);
                for (int bit = first; bit < first + BITS; bit++) {
                    verifyImageFlipped(log, intact, at, bit % 8, OPTIONS);
                }
                verifyImageCut(log, intact, at, OPTIONS);
            }
        }
        report("image-rot");
    }

    @Test
    void s7_aLargeIndexImageRotsAtRandom() throws IOException {
        StoreOptions options = Mode.ON_FILE.options();
        byte[] log = largeFile(options);
        byte[] intact = imageOf(options);
        for (int i = 0; i < PLACES_IN_LARGE; i++) {
            verifyImageFlipped(
                    log, intact, random.nextInt(intact.length), random.nextInt(8), options);
            verifyImageCut(log, intact, random.nextInt(intact.length), options);
        }
        report("large-image-rot");
    }

    @Test
    void s10_aLargeSnapshotRotsAtRandom() throws IOException {
        StoreOptions options = Mode.ON_FILE.options();
        largeFile(options);
        byte[] intact;
        try (StateStore store = openFile(file(), options)) {
            intact = RestoreContract.streamOf(store);
        }
        try (StateStore target = provider().openInMemory(options)) {
            Model before = new Model();
            for (int i = 0; i < PLACES; i++) {
                byte[] rotten = flipped(intact, random.nextInt(intact.length), random.nextInt(8));
                verifyNotRestored(target, rotten, before, "flip=" + i + " seed=" + SEED);
                flips++;
                int length = random.nextInt(intact.length);
                verifyNotRestored(
                        target, Arrays.copyOf(intact, length), before, "length=" + length);
                cuts++;
            }
        }
        report("large-snapshot-rot");
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
                    byte[] rotten = flipped(intact, at, bit);
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

    private byte[] imageOf(StoreOptions options) throws IOException {
        try (StateStore store = openFile(file(), options)) {
            store.saveIndex();
        }
        return Files.readAllBytes(image());
    }

    private void verifyImageFlipped(
            byte[] log, byte[] intact, int at, int bit, StoreOptions options) {
        verifyImage(log, flipped(intact, at, bit), options, "bit=" + bit + " at=" + at);
        flips++;
    }

    private void verifyImageCut(byte[] log, byte[] intact, int length, StoreOptions options) {
        verifyImage(log, Arrays.copyOf(intact, length), options, "length=" + length);
        cuts++;
    }

    private void verifyImage(byte[] log, byte[] image, StoreOptions options, String what) {
        try {
            Files.write(file(), log);
            Files.write(image(), image);
            try (StateStore store = provider().openPersistent(file(), options)) {
                RecoveryReport report = store.recoveryReport();
                refused += report.imageUsed() ? 0 : 1;
                right += report.imageUsed() ? 1 : 0;
                Verifier.require(
                        report.imageUsed() || !report.detail().isEmpty(), "no reason is given");
                Verifier.verify(store, states.get(states.size() - 1));
            }
        } catch (AssertionError | RuntimeException | IOException e) {
            throw new AssertionError(what + " seed=" + SEED, e);
        }
    }

    private static byte[] flipped(byte[] intact, int at, int bit) {
        byte[] rotten = intact.clone();
        rotten[at] ^= (byte) (1 << bit);
        return rotten;
    }

    private void verifyFlipped(byte[] intact, int at, int bit, StoreOptions options)
            throws IOException {
        byte[] rotten = flipped(intact, at, bit);
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
            right++;
        } catch (CorruptStoreException | UnsupportedFormatException expected) {
            requireNamed(expected);
            assertThat(Files.readAllBytes(file())).as("the refused file").startsWith(rotten);
        }
        if (!ALL && atLeast == SECOND_FLUSH && random.nextInt(4) != 0) {
            return; // what is flushed is read in the same way
        }
        lay(rotten);
        try (StateStore store =
                provider().openPersistent(file(), options.withRecoverTo(RecoverTo.LAST_FLUSH))) {
            boolean isOlder = older && Arrays.equals(store.flushedTag(), FIRST_TAG);
            int flush = isOlder ? FIRST_FLUSH : SECOND_FLUSH;
            requireState(store, flush, flush);
            requireTag(store, SECOND_TAG, older);
            right++;
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

    /** The rest are blank pages, of which some places at random are tried. */
    private static boolean isWritten(byte[] file, int at) {
        return file[at] != 0 || at % 4_096 < 64;
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
                "flips=" + flips + " truncations=" + cuts + " right=" + right + " refused="
                        + refused + " seed=" + SEED);
    }
}
