package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TypedStateStoreTest {
    private final TreeMapStore store = new TreeMapStore();
    private final TypedStateStore<Long, String> byNumber =
            TypedStateStore.over(store, KeyCodecs.ofLong(), Codecs.ofString());
    private final TypedStateStore<String, Long> byName =
            TypedStateStore.over(store, KeyCodecs.ofString(), Codecs.ofLong());

    @Test
    void getsWhatWasPut() {
        byNumber.put(-1L, "minus one");
        byNumber.put(1L, "one");
        byNumber.put(1L, "uno");
        byNumber.put(2L, "");

        assertThat(byNumber.get(-1L)).isEqualTo("minus one");
        assertThat(byNumber.get(1L)).isEqualTo("uno");
        assertThat(byNumber.get(2L)).isEmpty();
        assertThat(byNumber.get(3L)).isNull();
        assertThat(byNumber.contains(2L)).isTrue();
        assertThat(byNumber.contains(3L)).isFalse();
        assertThat(byNumber.size()).isEqualTo(3);
        assertThat(byNumber.underlying()).isSameAs(store);
    }

    @Test
    void deletesAndSaysWhetherItWasThere() {
        byNumber.put(1L, "one");

        assertThat(byNumber.delete(1L)).isTrue();
        assertThat(byNumber.delete(1L)).isFalse();
        assertThat(byNumber.isEmpty()).isTrue();
    }

    @Test
    void getOrInsertInsertsOnce() {
        String given = "given";
        assertThat(byNumber.getOrInsert(1L, given)).isSameAs(given);
        assertThat(byNumber.getOrInsert(1L, "other")).isEqualTo(given);
        assertThat(byNumber.get(1L)).isEqualTo(given);
    }

    @Test
    void aShorterObjectLeavesNothingOfALongerOne() {
        byName.put("a long name that fills the scratch array", 1L);
        byName.put("", 2L);
        byNumber.put(1L, "x".repeat(3_000_000));
        byNumber.put(2L, "y");

        assertThat(byName.get("")).isEqualTo(2L);
        assertThat(byNumber.get(2L)).isEqualTo("y");
        assertThat(Objects.requireNonNull(byNumber.get(1L))).hasSize(3_000_000);
        assertThat(store.entries).hasSize(4);
    }

    @Test
    void scansARangeInTheOrderOfTheNumbers() {
        for (long number = -3; number <= 3; number++) {
            byNumber.put(number, "v" + number);
        }

        assertThat(byNumber.stream(byNumber.range(-2L, 2L), Direction.FORWARD))
                .containsExactly(
                        new TypedEntry<>(-2L, "v-2"),
                        new TypedEntry<>(-1L, "v-1"),
                        new TypedEntry<>(0L, "v0"),
                        new TypedEntry<>(1L, "v1"));
        assertThat(keys(byNumber, byNumber.range(-2L, 2L), Direction.BACKWARD))
                .containsExactly(1L, 0L, -1L, -2L);
        assertThat(keys(byNumber, byNumber.rangeFrom(2L), Direction.FORWARD))
                .containsExactly(2L, 3L);
        assertThat(keys(byNumber, byNumber.rangeUntil(-1L), Direction.FORWARD))
                .containsExactly(-3L, -2L);
        assertThat(keys(byNumber, KeyRange.all(), Direction.FORWARD)).hasSize(7);
        assertThat(keys(byNumber, byNumber.range(2L, -2L), Direction.FORWARD)).isEmpty();
    }

    @Test
    void scansByPrefix() {
        for (String name : List.of("apple", "app", "ap", "apq", "b", "")) {
            byName.put(name, (long) name.length());
        }

        assertThat(keys(byName, byName.prefix("app"), Direction.FORWARD))
                .containsExactly("app", "apple");
        assertThat(keys(byName, byName.prefix(""), Direction.FORWARD)).hasSize(6);
        TypedCursor<String, Long> cursor = byName.prefixScan("app");
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.key()).isEqualTo("app");
        assertThat(cursor.value()).isEqualTo(3);
    }

    @Test
    void aCursorStepsSeeksAndShowsTheBytes() {
        for (long number = 0; number < 10; number += 2) {
            byNumber.put(number, "v" + number);
        }
        TypedCursor<Long, String> cursor = byNumber.rangeScan(2L, 8L);

        assertThatIllegalStateException().isThrownBy(cursor::key);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.key()).isEqualTo(2L);
        assertThat(cursor.seek(5L)).isTrue();
        assertThat(cursor.key()).isEqualTo(6L);
        assertThat(cursor.value()).isEqualTo("v6");
        assertThat(cursor.underlying().value().length()).isEqualTo(2);
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.seek(0L)).isTrue();
        assertThat(cursor.key()).isEqualTo(2L);
    }

    @Test
    void anIteratorEndsWithAnException() {
        byNumber.put(1L, "one");
        Iterator<TypedEntry<Long, String>> entries =
                byNumber.entries(KeyRange.all(), Direction.FORWARD);

        assertThat(entries.next()).isEqualTo(new TypedEntry<>(1L, "one"));
        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("range=[, open)");
    }

    @Test
    void namesTheNullArgumentAndGoesOn() {
        assertThatNullPointerException()
                .isThrownBy(() -> byNumber.get(TestNulls.of()))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> byNumber.put(1L, TestNulls.of()))
                .withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> byNumber.getOrInsert(1L, TestNulls.of()))
                .withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> TypedStateStore.over(store, TestNulls.of(), Codecs.ofLong()))
                .withMessage("keys");

        byNumber.put(1L, "one");
        assertThat(byNumber.get(1L)).isEqualTo("one");
    }

    @Test
    void bytesOfAnotherTypeAreASerializationExceptionThatNamesCodecAndKey() {
        byNumber.put(1L, "not eight bytes");
        TypedStateStore<Long, Long> wrong =
                TypedStateStore.over(store, KeyCodecs.ofLong(), Codecs.ofLong());

        assertThatThrownBy(() -> wrong.get(1L))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("codec=long cannot decode for key=1:")
                .hasMessageContaining("length=15");
        assertThatThrownBy(() -> wrong.stream(KeyRange.all(), Direction.FORWARD).toList())
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("codec=long")
                .hasMessageContaining("key=0x8000000000000001");
        TypedStateStore<Integer, String> wrongKey =
                TypedStateStore.over(store, KeyCodecs.ofInt(), Codecs.ofString());
        assertThatThrownBy(
                        () -> wrongKey.stream(KeyRange.all(), Direction.FORWARD).toList())
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("codec=ordered int")
                .hasMessageContaining("key=0x8000000000000001");
    }

    @Test
    void whatACodecThrowsIsASerializationExceptionAndChangesNothing() {
        for (TestCodec codec : List.of(
                new TestCodec(-1, 0),
                new TestCodec(4, 5),
                new TestCodec(4, -1),
                new TestCodec(4, TestCodec.THROWS))) {
            TypedStateStore<String, Object> typed =
                    TypedStateStore.over(store, KeyCodecs.ofString(), codec);
            assertThatThrownBy(() -> typed.put("the key", new Object()))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("codec=test codec")
                    .hasMessageContaining("key=the key");
            assertThatThrownBy(() -> typed.getOrInsert("the key", new Object()))
                    .isInstanceOf(SerializationException.class);
        }
        assertThat(store.isEmpty()).isTrue();
    }

    @Test
    void anUnencodableKeyIsDescribedWithinBounds() {
        assertThatThrownBy(() -> byName.put("k".repeat(100_000) + '\ud800', 1L))
                .isInstanceOf(SerializationException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500))
                .hasMessageContaining("codec=utf8 cannot encode for key=kkk");
        TypedStateStore<Object, Long> sullen =
                TypedStateStore.over(store, new TestCodec(4, TestCodec.THROWS), Codecs.ofLong());
        Object key = new Object() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException("no words");
            }
        };
        assertThatThrownBy(() -> sullen.put(key, 1L))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("no words");
    }

    @Test
    void aDecoderThatGivesNullIsASerializationException() {
        byNumber.put(1L, "abcd");
        TypedStateStore<Long, Object> typed =
                TypedStateStore.over(store, KeyCodecs.ofLong(), new TestCodec(4, 4));

        assertThatThrownBy(() -> typed.get(1L))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("decoded null");
    }

    @Test
    void aCodecThatCallsBackIsRefusedBeforeItSpoilsTheKey() {
        TypedStateStore<Long, Runnable> reentrant =
                TypedStateStore.over(store, KeyCodecs.ofLong(), new CallingCodec());

        assertThatThrownBy(() -> reentrant.put(1L, () -> reentrant.delete(2L)))
                .isInstanceOf(SerializationException.class)
                .hasCauseInstanceOf(ConcurrentModificationException.class);
        assertThat(store.isEmpty()).isTrue();

        reentrant.put(1L, () -> {});
        assertThat(byNumber.contains(1L)).isTrue();
    }

    private static <K, V> List<K> keys(
            TypedStateStore<K, V> typed, KeyRange range, Direction direction) {
        return typed.stream(range, direction).map(TypedEntry::key).toList();
    }

    /** Claims any lengths, or throws. */
    private static final class TestCodec implements Codec<Object> {
        static final int THROWS = Integer.MIN_VALUE;

        private final int claimedRoom;
        private final int claimedLength;

        TestCodec(int claimedRoom, int claimedLength) {
            this.claimedRoom = claimedRoom;
            this.claimedLength = claimedLength;
        }

        @Override
        public int maxEncodedLength(Object value) {
            return claimedRoom;
        }

        @Override
        public int encode(Object value, byte[] target, int offset) {
            if (claimedLength == THROWS) {
                throw new UnsupportedOperationException("not this one");
            }
            return claimedLength;
        }

        @Override
        public Object decode(BytesView bytes) {
            return TestNulls.of();
        }

        @Override
        public String toString() {
            return "test codec";
        }
    }

    /** Runs its values while it encodes them. */
    private static final class CallingCodec implements Codec<Runnable> {
        @Override
        public int maxEncodedLength(Runnable value) {
            return 0;
        }

        @Override
        public int encode(Runnable value, byte[] target, int offset) {
            value.run();
            return 0;
        }

        @Override
        public Runnable decode(BytesView bytes) {
            return () -> {};
        }
    }
}
