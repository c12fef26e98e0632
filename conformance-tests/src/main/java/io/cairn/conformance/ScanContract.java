package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.Entry;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The rules of scans: R4, and the borders of ranges. */
public abstract class ScanContract extends StoreTests {
    /** For subclasses. */
    protected ScanContract() {}

    @EveryMode
    void r4_keysComeInUnsignedOrderOrItsReverse(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int first = 0; first < 256; first++) {
            put(store, model, Bytes.of(first), Bytes.bigEndian(first));
            put(store, model, Bytes.of(first, 255 - first), Bytes.bigEndian(-first));
            put(store, model, Bytes.run(first, first), Bytes.of(first));
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void r4_keysThatDifferFarBehindAreOrdered(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int length : new int[] {
            1, 7, 8, 9, 15, 16, 17, 95, 96, 97, 103, 104, 105, 111, 112, 113, 255, 300, 4095
        }) {
            byte[] prefix = Bytes.run(length, 'p');
            put(store, model, prefix, Bytes.bigEndian(length));
            for (int last = 0; last < 256; last += 5) {
                put(store, model, Bytes.concat(prefix, Bytes.of(last)), Bytes.bigEndian(last));
                put(store, model, Bytes.concat(prefix, Bytes.of(last, 0)), Bytes.bigEndian(-last));
            }
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void r4_everyPrefixFindsJustItsKeys(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int i = 0; i < 600; i++) {
            put(
                    store,
                    model,
                    new KeySpace(KeySpace.Shape.MIXED, i % 120).key(i),
                    Bytes.bigEndian(i));
        }
        List<byte[]> prefixes = new ArrayList<>(model.entries().keySet());
        prefixes.addAll(List.of(
                Bytes.of(), Bytes.of(0xFF), Bytes.run(20, 0xFF), Bytes.of(0), Bytes.utf8("none")));
        for (byte[] prefix : prefixes) {
            NavigableMap<byte[], byte[]> expected = model.prefix(prefix);
            Verifier.verifyScan(store.prefixScan(prefix), expected);
            Verifier.verifyScan(
                    store.scan(KeyRange.prefix(prefix), Direction.BACKWARD),
                    expected.descendingMap());
        }
    }

    @EveryMode
    void r4_everyPairOfBordersBoundsARange(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int i = 1; i < 40; i += 2) {
            put(store, model, Bytes.of(i), Bytes.bigEndian(i));
        }
        for (int start = 0; start < 42; start++) {
            for (int end = 0; end < 42; end++) {
                verifyRange(store, model, Bytes.of(start), Bytes.of(end));
            }
            Verifier.verifyScan(
                    store.scan(KeyRange.from(Bytes.of(start)), Direction.FORWARD),
                    model.range(Bytes.of(start), null));
            Verifier.verifyScan(
                    store.scan(KeyRange.until(Bytes.of(start)), Direction.BACKWARD),
                    model.range(Bytes.of(), Bytes.of(start)).descendingMap());
        }
    }

    @EveryMode
    void r4_bordersMayBeLongerThanAnyKey(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        put(store, model, Bytes.utf8("a"), Bytes.of(1));
        put(store, model, Bytes.run(StateStore.MAX_KEY_LENGTH, 'b'), Bytes.of(2));
        put(store, model, Bytes.utf8("c"), Bytes.of(3));
        byte[] border = Bytes.run(StateStore.MAX_KEY_LENGTH + 1, 'b');
        verifyRange(store, model, Bytes.of(), border);
        verifyRange(store, model, border, Bytes.utf8("z"));
        verifyRange(store, model, border, Bytes.concat(border, Bytes.of(0)));
        assertThat(store.prefixScan(border).next()).isFalse();
    }

    @EveryMode
    void r4_scansOfAnEmptyStoreEndAtOnce(Mode mode) {
        StateStore store = open(mode);
        for (Direction direction : Direction.values()) {
            for (KeyRange range : List.of(
                    KeyRange.all(), KeyRange.from(Bytes.of(1)), KeyRange.prefix(Bytes.of(0xFF)))) {
                Cursor cursor = store.scan(range, direction);
                assertThat(cursor.next()).isFalse();
                assertThat(cursor.next()).isFalse();
                assertThat(cursor.seek(Bytes.of())).isFalse();
            }
        }
    }

    @EveryMode
    void r4_scansSeeEveryChange(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int i = 0; i < 300; i++) {
            put(store, model, Bytes.bigEndian((i * 37L) % 300), Bytes.bigEndian(i));
            Verifier.verifyScan(store.scan(KeyRange.all(), Direction.FORWARD), model.entries());
        }
        for (int i = 0; i < 300; i++) {
            byte[] key = Bytes.bigEndian((i * 91L) % 300);
            assertThat(store.delete(key)).isEqualTo(model.delete(key));
            Verifier.verifyScan(
                    store.scan(KeyRange.all(), Direction.BACKWARD),
                    model.entries().descendingMap());
        }
    }

    @EveryMode
    void r4_iteratorsAndStreamsGiveCopies(Mode mode) {
        StateStore store = open(mode);
        List<Entry> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            store.put(Bytes.bigEndian(i), Bytes.of(i));
            expected.add(new Entry(Bytes.bigEndian(i), Bytes.of(i)));
        }
        try (Stream<Entry> stream = store.stream(KeyRange.all(), Direction.FORWARD)) {
            assertThat(stream.toList()).isEqualTo(expected);
        }
        Iterator<Entry> entries = store.entries(KeyRange.all(), Direction.BACKWARD);
        List<Entry> descending = new ArrayList<>();
        entries.forEachRemaining(descending::add);
        Collections.reverse(descending);
        assertThat(descending).isEqualTo(expected);
        assertThat(entries.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(entries::next);
        store.clear();
        assertThat(descending).isEqualTo(expected);
    }

    @EveryMode
    void r4_entriesAreReadInTheMiddleOfAScan(Mode mode) {
        StateStore store = open(mode);
        for (int i = 0; i < 1_000; i++) {
            store.put(Bytes.bigEndian(i), Bytes.bigEndian(-i));
        }
        Cursor up = store.scan(KeyRange.all(), Direction.FORWARD);
        Cursor down = store.scan(KeyRange.all(), Direction.BACKWARD);
        for (int i = 0; i < 1_000; i++) {
            assertThat(up.next() && down.next()).isTrue();
            assertThat(up.value().toByteArray()).isEqualTo(store.get(Bytes.bigEndian(i)));
            assertThat(down.key().toByteArray()).isEqualTo(Bytes.bigEndian(999 - i));
        }
        assertThat(up.next() || down.next()).isFalse();
    }

    @EveryMode
    void r1_aKeyToSeekIsNoLongerThanAKey(Mode mode) {
        StateStore store = open(mode);
        store.put(Bytes.of(1), Bytes.of(1));
        Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD);
        byte[] tooLong = new byte[StateStore.MAX_KEY_LENGTH + 1];
        assertThatIllegalArgumentException().isThrownBy(() -> cursor.seek(tooLong));
        assertThat(cursor.seek(new byte[StateStore.MAX_KEY_LENGTH])).isTrue();
        assertThat(cursor.key().toByteArray()).isEqualTo(Bytes.of(1));
    }

    /** The truth table: hex bytes, `-` for the empty array, an absent border for an open end. */
    @ParameterizedTest(name = "{0}: [{1}, {2}) prefix {3} of {4} -> {5}")
    @CsvFileSource(resources = "range-borders.csv", numLinesToSkip = 1)
    void r4_rangeBordersAsInTheTruthTable(
            String what, String start, String end, String prefix, String keys, String expected) {
        StateStore store = open(Mode.IN_MEMORY);
        bytesOf(keys).forEach(key -> store.put(key, key));
        KeyRange range = prefix != null ? KeyRange.prefix(bytes(prefix)) : range(start, end);
        List<byte[]> ascending = bytesOf(expected);
        assertThat(keysOf(store, range, Direction.FORWARD)).as(what).isEqualTo(shown(ascending));
        Collections.reverse(ascending);
        assertThat(keysOf(store, range, Direction.BACKWARD)).as(what).isEqualTo(shown(ascending));
    }

    private static KeyRange range(String start, String end) {
        if (start == null) {
            return end == null ? KeyRange.all() : KeyRange.until(bytes(end));
        }
        return end == null ? KeyRange.from(bytes(start)) : KeyRange.of(bytes(start), bytes(end));
    }

    private static List<byte[]> bytesOf(String listed) {
        List<byte[]> all = new ArrayList<>();
        if (listed != null) {
            for (String digits : listed.trim().split(" +", -1)) {
                all.add(bytes(digits));
            }
        }
        return all;
    }

    private static byte[] bytes(String digits) {
        return digits.equals("-") ? new byte[0] : Bytes.hex(digits);
    }

    private static List<String> keysOf(StateStore store, KeyRange range, Direction direction) {
        List<byte[]> keys = new ArrayList<>();
        Cursor cursor = store.scan(range, direction);
        while (cursor.next()) {
            keys.add(cursor.key().toByteArray());
            assertThat(cursor.value().toByteArray()).isEqualTo(cursor.key().toByteArray());
        }
        return shown(keys);
    }

    private static List<String> shown(Collection<byte[]> keys) {
        return keys.stream().map(Bytes::show).toList();
    }

    private static void verifyRange(StateStore store, Model model, byte[] start, byte[] end) {
        NavigableMap<byte[], byte[]> expected = model.range(start, end);
        Verifier.verifyScan(store.rangeScan(start, end), expected);
        Verifier.verifyScan(
                store.scan(KeyRange.of(start, end), Direction.BACKWARD), expected.descendingMap());
    }

    private static void put(StateStore store, Model model, byte[] key, byte[] value) {
        store.put(key, value);
        model.put(key, value);
    }
}
