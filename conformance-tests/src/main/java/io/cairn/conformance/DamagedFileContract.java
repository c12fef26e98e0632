package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cairn.CorruptStoreException;
import io.cairn.StateStore;
import io.cairn.StateStoreException;
import io.cairn.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;

/**
 * Files that were damaged, cut, or are none of Cairn's: rules S8 and S11. Never is there a wrong
 * answer, and never is a byte of the file changed by an opening that fails.
 */
public abstract class DamagedFileContract extends StoreTests {
    private static final int VERSION_OFFSET = 8;
    private static final int ENTRIES = 200;

    /** For subclasses. */
    protected DamagedFileContract() {}

    @BeforeEach
    final void filesAreCairns() {
        assumeDurable();
    }

    @OnFile
    void s8_aFileOfSomethingElseIsRefused(Mode mode) throws IOException {
        for (byte[] strange : new byte[][] {
            Bytes.utf8("no store, just a line of text\n"),
            Bytes.random(1, 100_000),
            Bytes.run(70_000, 0xFF),
            Bytes.of(7)
        }) {
            Files.write(file(), strange);
            assertThatExceptionOfType(CorruptStoreException.class)
                    .isThrownBy(() -> open(mode))
                    .withMessageContaining(file().toString());
            assertThat(Files.readAllBytes(file())).isEqualTo(strange);
        }
    }

    @OnFile
    void s8_aFileOfANewerVersionIsRefused(Mode mode) throws IOException {
        flushedStore(mode);
        byte[] bytes = Files.readAllBytes(file());
        bytes[VERSION_OFFSET]++;
        Files.write(file(), bytes);
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> open(mode))
                .withMessageContaining(file().toString())
                .withMessageContaining("version");
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
        bytes[VERSION_OFFSET]--;
        Files.write(file(), bytes);
        assertThat(open(mode).size()).isEqualTo(ENTRIES);
    }

    @OnFile
    void s8_aFlushedRecordThatIsDamagedIsFound(Mode mode) throws IOException {
        flushedStore(mode);
        byte[] intact = Files.readAllBytes(file());
        for (int number : new int[] {0, 1, ENTRIES / 2, ENTRIES - 1}) {
            byte[] bytes = intact.clone();
            int at = find(bytes, value(number));
            bytes[at + 9] ^= 0x10;
            write(bytes);
            assertThatExceptionOfType(CorruptStoreException.class)
                    .isThrownBy(() -> open(mode))
                    .withMessageContaining(file().toString())
                    .withMessageContaining("offset");
            assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
        }
        write(intact);
        Verifier.verify(open(mode), expected());
    }

    @OnFile
    void s8_anyDamageIsFoundOrDoesNotMatter(Mode mode) throws IOException {
        flushedStore(mode);
        byte[] intact = Files.readAllBytes(file());
        int used = find(intact, value(ENTRIES - 1)) + 40;
        SplittableRandom random = new SplittableRandom(7);
        int found = 0;
        for (int i = 0; i < 150; i++) {
            byte[] bytes = intact.clone();
            int at = i < 100 ? i : random.nextInt(used);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            write(bytes);
            found += isRefused(mode, at) ? 1 : 0;
        }
        assertThat(found).as("damage found, of 150").isGreaterThan(40);
    }

    @OnFile
    void s8_aFileThatWasCutInItsFlushedPartIsRefused(Mode mode) throws IOException {
        flushedStore(mode);
        byte[] intact = Files.readAllBytes(file());
        int used = find(intact, value(ENTRIES - 1)) + 16;
        for (int length : new int[] {
            1, 8, 63, 64, 511, 512, 4_095, 4_096, 4_100, used / 2, used - 1_000, used - 1
        }) {
            byte[] cut = Arrays.copyOf(intact, Math.min(length, used - 1));
            write(cut);
            assertThatExceptionOfType(CorruptStoreException.class)
                    .as("length=%d", length)
                    .isThrownBy(() -> open(mode))
                    .withMessageContaining(file().toString());
            assertThat(Files.readAllBytes(file())).isEqualTo(cut);
        }
    }

    @OnFile
    void s8_aTornTailIsCutAndReported(Mode mode) throws IOException {
        StateStore store = flushed(mode);
        store.put(Bytes.utf8("late one"), Bytes.random(-1, 100));
        store.put(Bytes.utf8("late two"), Bytes.random(-2, 100));
        store.close();
        byte[] bytes = Files.readAllBytes(file());
        bytes[find(bytes, Bytes.random(-2, 100)) + 5] ^= 1;
        write(bytes);
        store = open(mode);
        Model expected = expected();
        expected.put(Bytes.utf8("late one"), Bytes.random(-1, 100));
        Verifier.verify(store, expected);
        assertThat(store.recoveryReport().bytesCut()).isPositive();
        assertThat(store.recoveryReport().detail()).isNotBlank();
        store.put(Bytes.utf8("a"), Bytes.of(1));
        expected.put(Bytes.utf8("a"), Bytes.of(1));
        store = reopen(store, mode);
        Verifier.verify(store, expected);
        assertThat(store.recoveryReport().bytesCut()).isZero();
    }

    @OnFile
    void s8_whatLiesBehindATornTailDoesNotComeBack(Mode mode) throws IOException {
        StateStore store = flushed(mode);
        byte[] torn = Bytes.random(-1, 40);
        store.put(Bytes.utf8("torn"), torn);
        for (int i = 0; i < 50; i++) {
            store.put(Bytes.concat(Bytes.utf8("ghost"), Bytes.bigEndian(i)), Bytes.random(i, 40));
        }
        store.close();
        byte[] bytes = Files.readAllBytes(file());
        bytes[find(bytes, torn)] ^= 1;
        write(bytes);
        store = open(mode);
        Model expected = expected();
        Verifier.verify(store, expected);
        store.put(Bytes.utf8("torn"), torn);
        expected.put(Bytes.utf8("torn"), torn);
        store = reopen(store, mode);
        Verifier.verify(store, expected);
    }

    @OnFile
    void s7_aDamagedIndexImageIsIgnored(Mode mode) throws IOException {
        StateStore store = flushed(mode);
        store.saveIndex();
        store.close();
        byte[] image = Files.readAllBytes(image());
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 60; i++) {
            byte[] damaged =
                    i < 50 ? image.clone() : Arrays.copyOf(image, random.nextInt(image.length));
            if (i < 50) {
                damaged[i < 20 ? i * 4 : random.nextInt(image.length)] ^=
                        (byte) (1 << random.nextInt(8));
            }
            verifyWithImage(mode, damaged, expected());
        }
        verifyWithImage(mode, Bytes.utf8("no image"), expected());
        verifyWithImage(mode, new byte[0], expected());
        verifyWithImage(mode, image, expected());
    }

    @OnFile
    void s7_aStaleOrForeignIndexImageIsIgnored(Mode mode) throws IOException {
        StateStore store = flushed(mode);
        Model model = expected();
        store.saveIndex();
        store.close();
        byte[] early = Files.readAllBytes(image());
        store = open(mode);
        PersistenceContract.churn(store, model, 5);
        store.flush();
        store.close();
        verifyWithImage(mode, early, model);
        store = open(mode);
        store.compact();
        store.close();
        verifyWithImage(mode, early, model);
        StateStore foreign = open(mode, "foreign");
        foreign.put(Bytes.of(1), Bytes.of(1));
        foreign.saveIndex();
        foreign.close();
        verifyWithImage(mode, Files.readAllBytes(file("foreign.idx")), model);
    }

    @OnFile
    void s7_whatACompactionLeftBehindIsIgnored(Mode mode) throws IOException {
        flushedStore(mode);
        for (byte[] left :
                new byte[][] {Bytes.utf8("half a copy"), {}, Files.readAllBytes(file())}) {
            Files.write(file("store.compact"), left);
            StateStore store = open(mode);
            Verifier.verify(store, expected());
            store.compact();
            Verifier.verify(store, expected());
            store.close();
        }
        Verifier.verify(open(mode), expected());
    }

    private boolean isRefused(Mode mode, int at) {
        try (StateStore store = provider().openPersistent(file(), mode.options())) {
            Verifier.verify(store, expected());
            return false;
        } catch (CorruptStoreException | UnsupportedFormatException refused) {
            assertThat(refused).hasMessageContaining(file().toString());
            return true;
        } catch (StateStoreException | AssertionError wrong) {
            throw new AssertionError(
                    "a flipped bit at offset=" + at + " was neither found nor without effect",
                    wrong);
        }
    }

    private void verifyWithImage(Mode mode, byte[] image, Model expected) throws IOException {
        Files.write(image(), image);
        StateStore store = open(mode);
        Verifier.verify(store, expected);
        store.close();
    }

    private void flushedStore(Mode mode) {
        flushed(mode).close();
    }

    private StateStore flushed(Mode mode) {
        StateStore store = open(mode);
        for (int i = 0; i < ENTRIES; i++) {
            store.put(Bytes.bigEndian(i), value(i));
        }
        store.flush(Bytes.utf8("tag"));
        return store;
    }

    private static Model expected() {
        Model model = new Model();
        for (int i = 0; i < ENTRIES; i++) {
            model.put(Bytes.bigEndian(i), value(i));
        }
        return model;
    }

    private static byte[] value(int number) {
        return Bytes.random(number + 1_000L, 40 + number % 7);
    }

    private Path image() {
        return file("store.idx");
    }

    /**
     * Lays the bytes as the store's file, without any image of an index, so that the log is
     * replayed.
     */
    private void write(byte[] bytes) throws IOException {
        Files.write(file(), bytes);
        Files.deleteIfExists(image());
    }

    private static int find(byte[] bytes, byte[] part) {
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (Arrays.mismatch(bytes, at, at + part.length, part, 0, part.length) < 0) {
                return at;
            }
        }
        throw new AssertionError("the file does not hold the bytes " + Bytes.show(part));
    }
}
