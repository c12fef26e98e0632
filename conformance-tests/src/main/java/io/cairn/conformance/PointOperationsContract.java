package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.BytesView;
import io.cairn.StateStore;
import java.util.Arrays;
import java.util.List;

/** The rules of putting, getting, and deleting single keys: S1 to S6, R1 to R3, R5. */
public abstract class PointOperationsContract extends StoreTests {
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] OTHER = Bytes.utf8("other");

    /** Lengths on both sides of what records, windows, headers and tree nodes may turn on. */
    private static final int[] BORDERS = {8, 16, 64, 104, 128, 256, 4096, 8192, 16_384, 65_535};

    /** For subclasses. */
    protected PointOperationsContract() {}

    @EveryMode
    void s1_aPutValueIsRead(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, Bytes.utf8("value"));
        assertThat(store.get(KEY)).isEqualTo(Bytes.utf8("value"));
        assertThat(store.get(OTHER)).isNull();
    }

    @EveryMode
    void s1_anOverwriteReplacesValuesOfAnyLength(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int length : new int[] {5, 5, 3, 0, 1, 8, 7, 9, 300, 299, 301, 5000, 16, 70_000, 2}) {
            byte[] value = Bytes.random(length, length);
            store.put(KEY, value);
            model.put(KEY, value);
            Verifier.verify(store, model);
        }
    }

    @EveryMode
    void s1_theLastOfManyOverwritesIsRead(Mode mode) {
        StateStore store = open(mode);
        for (int i = 0; i < 10_000; i++) {
            store.put(Bytes.bigEndian(i % 7), Bytes.bigEndian(i));
        }
        for (int i = 9_993; i < 10_000; i++) {
            assertThat(store.get(Bytes.bigEndian(i % 7))).isEqualTo(Bytes.bigEndian(i));
        }
        assertThat(store.size()).isEqualTo(7);
    }

    @EveryMode
    void s1_anOverwriteOfOneKeyLeavesItsNeighboursAlone(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int i = 0; i < 500; i++) {
            put(store, model, Bytes.bigEndian(i), Bytes.random(i, i % 50));
        }
        for (int i = 0; i < 500; i += 3) {
            put(store, model, Bytes.bigEndian(i), Bytes.random(-i, 90 - i % 90));
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s1_putAfterDeleteIsRead(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, Bytes.utf8("first"));
        assertThat(store.delete(KEY)).isTrue();
        store.put(KEY, Bytes.utf8("second"));
        assertThat(store.get(KEY)).isEqualTo(Bytes.utf8("second"));
        assertThat(store.size()).isEqualTo(1);
    }

    @EveryMode
    void s2_deleteTellsWhetherTheKeyWasThere(Mode mode) {
        StateStore store = open(mode);
        assertThat(store.delete(KEY)).isFalse();
        store.put(KEY, OTHER);
        assertThat(store.delete(OTHER)).isFalse();
        assertThat(store.get(KEY)).isEqualTo(OTHER);
        assertThat(store.delete(KEY)).isTrue();
        assertThat(store.delete(KEY)).isFalse();
        assertThat(store.get(KEY)).isNull();
    }

    @EveryMode
    void s2_deleteRemovesJustItsKey(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int i = 0; i < 2_000; i++) {
            put(store, model, Bytes.bigEndian(i), Bytes.bigEndian(-i));
        }
        for (int i = 0; i < 2_000; i += 2) {
            assertThat(store.delete(Bytes.bigEndian(i)))
                    .isEqualTo(model.delete(Bytes.bigEndian(i)));
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s3_getOrInsertReturnsThePresentValue(Mode mode) {
        StateStore store = open(mode);
        store.put(KEY, Bytes.utf8("present"));
        assertThat(store.getOrInsert(KEY, Bytes.utf8("offered"))).isEqualTo(Bytes.utf8("present"));
        assertThat(store.get(KEY)).isEqualTo(Bytes.utf8("present"));
    }

    @EveryMode
    void s3_getOrInsertStoresTheGivenValueIfThereIsNone(Mode mode) {
        StateStore store = open(mode);
        byte[] offered = Bytes.utf8("offered");
        byte[] answer = store.getOrInsert(KEY, offered);
        assertThat(answer).isEqualTo(offered).isNotSameAs(offered);
        assertThat(store.get(KEY)).isEqualTo(offered);
        assertThat(store.size()).isEqualTo(1);
    }

    @EveryMode
    void s4_theEmptyKeyAndTheEmptyValueAreLegal(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        byte[] empty = {};
        put(store, model, empty, empty);
        Verifier.verify(store, model);
        put(store, model, KEY, empty);
        put(store, model, empty, KEY);
        Verifier.verify(store, model);
        assertThat(store.delete(empty)).isEqualTo(model.delete(empty));
        Verifier.verify(store, model);
    }

    @EveryMode
    void s4_keysAndValuesOfEveryLengthAroundTheBorders(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int border : BORDERS) {
            for (int length = border - 3;
                    length <= Math.min(border + 3, StateStore.MAX_KEY_LENGTH);
                    length++) {
                put(store, model, Bytes.random(1, length), Bytes.utf8("short"));
                put(store, model, Bytes.bigEndian(length), Bytes.random(2, length));
            }
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s4_recordsOfEveryLengthUpToAWindow(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        for (int length = 3_900; length <= 4_200; length++) {
            put(store, model, Bytes.bigEndian(length), Bytes.random(length, length));
        }
        for (int length = 0; length <= 200; length++) {
            put(store, model, Bytes.bigEndian(length), Bytes.random(length, length));
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void s5_sizesAreExactAfterEveryOperation(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        Verifier.verifyCounts(store, model);
        for (int i = 0; i < 3_000; i++) {
            byte[] key = Bytes.bigEndian((i * 7919L) % 500);
            if (i % 3 == 2) {
                assertThat(store.delete(key)).isEqualTo(model.delete(key));
            } else {
                put(store, model, key, Bytes.random(i, i % 40));
            }
            Verifier.verifyCounts(store, model);
        }
    }

    @EveryMode
    void s6_clearRemovesEverythingAndTheStoreGoesOn(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        store.clear();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1_000; i++) {
                put(store, model, Bytes.bigEndian(i), Bytes.random(round, 30));
            }
            Verifier.verify(store, model);
            store.clear();
            model.clear();
            Verifier.verify(store, model);
            assertThat(store.get(Bytes.bigEndian(999))).isNull();
        }
    }

    @EveryMode
    void r1_keysAreTheSameIfTheirBytesAre(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        List<byte[]> keys = List.of(
                Bytes.of(),
                Bytes.of(0),
                Bytes.of(0, 0),
                Bytes.of(0, 1),
                Bytes.of(0x7F),
                Bytes.of(0x80),
                Bytes.of(0xFF),
                Bytes.of(0xFF, 0),
                Bytes.of(0xFF, 0xFF),
                Bytes.run(8, 0),
                Bytes.run(9, 0),
                Bytes.run(8, 0xFF));
        for (byte[] key : keys) {
            put(store, model, key, Bytes.utf8(Bytes.show(key)));
        }
        Verifier.verify(store, model);
        for (byte[] key : keys) {
            assertThat(store.get(key.clone())).isEqualTo(Bytes.utf8(Bytes.show(key)));
        }
    }

    @EveryMode
    void r2_allFormsOfAnArgumentMeanTheSame(Mode mode) {
        StateStore store = open(mode);
        Model model = new Model();
        int number = 0;
        for (Form writing : Form.values()) {
            for (int length : new int[] {0, 1, 7, 8, 9, 33, 300}) {
                byte[] key = Bytes.random(number, length);
                byte[] value = Bytes.random(++number, length * 2);
                writing.put(store, key, value);
                model.put(key, value);
                for (Form reading : Form.values()) {
                    verifyEveryRead(store, reading, key, value);
                }
            }
        }
        Verifier.verify(store, model);
        for (Form form : Form.values()) {
            byte[] key = model.entries().lastKey();
            assertThat(form.delete(store, key)).isTrue();
            assertThat(model.delete(key)).isTrue();
            assertThat(form.delete(store, key)).isFalse();
        }
        Verifier.verify(store, model);
    }

    @EveryMode
    void r2_getIntoAnArrayCopiesAsFarAsThereIsRoom(Mode mode) {
        StateStore store = open(mode);
        byte[] value = Bytes.random(1, 20);
        store.put(KEY, value);
        for (Form form : Form.values()) {
            for (int room = 0; room <= 25; room++) {
                byte[] target = Bytes.run(4 + room, 0x11);
                assertThat(form.get(store, KEY, target, 4)).isEqualTo(20);
                int copied = Math.min(room, 20);
                assertThat(Arrays.copyOfRange(target, 4, 4 + copied))
                        .isEqualTo(Arrays.copyOf(value, copied));
                assertThat(Arrays.copyOf(target, 4)).isEqualTo(Bytes.run(4, 0x11));
                assertThat(Arrays.copyOfRange(target, 4 + copied, target.length))
                        .isEqualTo(Bytes.run(room - copied, 0x11));
            }
        }
    }

    @EveryMode
    void r3_anAbsentKeyIsAnOrdinaryAnswer(Mode mode) {
        StateStore store = open(mode);
        verifyAbsent(store);
        store.put(OTHER, OTHER);
        verifyAbsent(store);
        store.put(KEY, OTHER);
        assertThat(store.delete(KEY)).isTrue();
        verifyAbsent(store);
    }

    @EveryMode
    void r5_arraysAreNeitherKeptNorShared(Mode mode) {
        StateStore store = open(mode);
        byte[] key = KEY.clone();
        byte[] value = Bytes.utf8("value");
        store.put(key, value);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(value, (byte) 0);
        byte[] first = store.get(KEY);
        assertThat(first).isEqualTo(Bytes.utf8("value"));
        Arrays.fill(first, (byte) 0);
        byte[] inserted = store.getOrInsert(OTHER, Bytes.utf8("given"));
        Arrays.fill(inserted, (byte) 0);
        assertThat(store.get(KEY)).isEqualTo(Bytes.utf8("value"));
        assertThat(store.get(OTHER)).isEqualTo(Bytes.utf8("given"));
    }

    private static void put(StateStore store, Model model, byte[] key, byte[] value) {
        store.put(key, value);
        model.put(key, value);
    }

    private static void verifyEveryRead(StateStore store, Form form, byte[] key, byte[] value) {
        BytesView view = store.newView();
        byte[] target = new byte[value.length];
        assertThat(form.get(store, key)).isEqualTo(value);
        assertThat(form.get(store, key, target, 0)).isEqualTo(value.length);
        assertThat(target).isEqualTo(value);
        assertThat(form.getRef(store, key, view)).isTrue();
        assertThat(view.toByteArray()).isEqualTo(value);
        assertThat(form.contains(store, key)).isTrue();
    }

    private static void verifyAbsent(StateStore store) {
        for (Form form : Form.values()) {
            byte[] target = Bytes.run(5, 1);
            assertThat(form.get(store, KEY)).isNull();
            assertThat(form.get(store, KEY, target, 0)).isEqualTo(-1);
            assertThat(target).isEqualTo(Bytes.run(5, 1));
            assertThat(form.getRef(store, KEY, store.newView())).isFalse();
            assertThat(form.contains(store, KEY)).isFalse();
            assertThat(form.delete(store, KEY)).isFalse();
        }
    }
}
