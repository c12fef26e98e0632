package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.BytesView;
import io.cairn.CorruptStoreException;
import io.cairn.Direction;
import io.cairn.ExpiringCursor;
import io.cairn.ExpiringStateStore;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import io.cairn.StoreFullException;
import io.cairn.StoreOptions;
import io.cairn.TimedBytesView;
import io.cairn.UnsupportedFormatException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Entries that expire: bad input, views and cursors at their borders, and what a check finds. */
public abstract class ExpiryMisuseContract extends ExpiryTests {
    private static final byte[] KEY = Bytes.utf8("key");
    private static final byte[] VALUE = Bytes.random(5, 21);
    private static final byte[] TOO_LONG = new byte[ExpiringStateStore.MAX_KEY_LENGTH + 1];

    /** For subclasses. */
    protected ExpiryMisuseContract() {}

    @EveryMode
    void aStoreOfOtherEntriesIsRefused(Mode mode) {
        StateStore below = open(mode);
        below.put(Bytes.of(0), VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpiringStateStore.over(below, TTL))
                .withMessageContaining("entries=1")
                .withMessageContaining("store of its own");
        below.delete(Bytes.of(0));
        below.put(KEY, VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpiringStateStore.over(below, TTL))
                .withMessageContaining("entries=1");
        assertThat(below.get(KEY)).isEqualTo(VALUE);
        assertThat(below.size()).isEqualTo(1);
    }

    @EveryMode
    void anotherTimeToLiveIsRefused(Mode mode) {
        StateStore below = open(mode);
        ExpiringStateStore store = layer(below);
        store.put(KEY, VALUE, 3);
        store.advanceWatermark(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpiringStateStore.over(below, Duration.ofMillis(11)))
                .withMessageContaining("PT0.011S")
                .withMessageContaining("PT0.01S");
        ExpiringStateStore again = layer(below);
        assertThat(again.watermark()).isEqualTo(5);
        assertThat(again.timeToLive()).isEqualTo(TTL);
        assertThat(again.get(KEY)).isEqualTo(VALUE);
        assertThat(again.underlying()).isSameAs(below);
    }

    @EveryMode
    void aTimeToLiveIsAPositiveNumberOfMilliseconds(Mode mode) {
        StateStore below = open(mode);
        List<Duration> bad = List.of(
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofNanos(1_500_000),
                Duration.ofNanos(999_999),
                Duration.ofMillis(Long.MIN_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE));
        for (Duration timeToLive : bad) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ExpiringStateStore.over(below, timeToLive))
                    .withMessageContaining(timeToLive.toString());
        }
        assertThat(below.size()).isZero();
        assertThat(layer(below, Duration.ofMillis(Long.MAX_VALUE)).timeToLive())
                .isEqualTo(Duration.ofMillis(Long.MAX_VALUE));
    }

    @EveryMode
    void settingsOfAnotherVersionAreRefused(Mode mode) {
        StateStore below = open(mode);
        layer(below).put(KEY, VALUE, 1);
        byte[] settings = Objects.requireNonNull(below.get(Bytes.of(0)));
        assertThat(settings).hasSize(32).startsWith(Bytes.utf8("CAIRNTTL"));
        byte[] newer = settings.clone();
        newer[8] = 2;
        below.put(Bytes.of(0), newer);
        assertThatExceptionOfType(UnsupportedFormatException.class)
                .isThrownBy(() -> ExpiringStateStore.over(below, TTL))
                .withMessageContaining("version=2");
        below.put(Bytes.of(0), settings);
        assertThat(layer(below).get(KEY)).isEqualTo(VALUE);
    }

    @EveryMode
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are what is tested
    void badArgumentsChangeNothing(Mode mode) {
        StateStore below = open(mode);
        ExpiringStateStore store = layer(below);
        fill(store, 3);
        List<Consumer<ExpiringStateStore>> nulls = List.of(
                s -> s.put((byte[]) null, VALUE, 1),
                s -> s.put(KEY, null, 1),
                s -> s.put(ByteBuffer.wrap(KEY), null, 1),
                s -> s.put((ByteBuffer) null, ByteBuffer.wrap(KEY), 1),
                s -> s.delete((byte[]) null),
                s -> s.get((byte[]) null),
                s -> s.getRef(KEY, null),
                s -> s.scan(null, Direction.FORWARD),
                s -> s.scan(KeyRange.all(), null),
                s -> ExpiringStateStore.over(null, TTL),
                s -> ExpiringStateStore.over(below, null),
                s -> ExpiringStateStore.over(below, TTL, null));
        for (Consumer<ExpiringStateStore> call : nulls) {
            assertThatNullPointerException().isThrownBy(() -> call.accept(store));
        }
        List<Consumer<ExpiringStateStore>> tooLong = List.of(
                s -> s.put(TOO_LONG, VALUE, 1),
                s -> s.get(TOO_LONG),
                s -> s.delete(TOO_LONG),
                s -> s.contains(ByteBuffer.wrap(TOO_LONG)),
                s -> s.scan(KeyRange.all(), Direction.FORWARD).seek(TOO_LONG));
        for (Consumer<ExpiringStateStore> call : tooLong) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call.accept(store))
                    .withMessageContaining("65527")
                    .withMessageContaining("65526");
        }
        assertThatThrownBy(() -> store.put(KEY, 2, 2, VALUE, 0, 1, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> store.put(KEY, 0, 2, VALUE, -1, 1, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> store.get(KEY, new byte[2], 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.expire(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layer(open(mode, "other")).getRef(KEY, store.newView()));
        assertThat(store.size()).isEqualTo(3);
        assertThat(store.scan(KeyRange.from(new byte[70_000]), Direction.FORWARD)
                        .next())
                .isTrue();
    }

    @EveryMode
    void theLongestKeysAreKept(Mode mode) {
        ExpiringStateStore store = layer(mode);
        byte[] longest = Bytes.random(3, ExpiringStateStore.MAX_KEY_LENGTH);
        assertThat(store.put(longest, VALUE, 1)).isTrue();
        assertThat(store.put(new byte[0], new byte[0], 1)).isTrue();
        assertThat(store.get(longest)).isEqualTo(VALUE);
        assertThat(store.get(new byte[0])).isEmpty();
        assertThat(store.prefixScan(longest).next()).isTrue();
        ExpiryVerifier.verifySound(store);
        assertThat(store.advanceWatermark(11)).isFalse();
        assertThat(told).hasSize(2);
    }

    @EveryMode
    void e10_changesMakeViewsAndCursorsStale(Mode mode) {
        ExpiringStateStore store = layer(mode);
        List<Consumer<ExpiringStateStore>> changes = List.of(
                s -> s.put(KEY, VALUE, 50),
                s -> s.put(KEY, VALUE, 60),
                s -> s.delete(KEY),
                s -> s.advanceWatermark(s.watermark() + 1),
                ExpiringStateStore::clear);
        store.advanceWatermark(20);
        for (Consumer<ExpiringStateStore> change : changes) {
            store.put(key(1), VALUE, 1_000);
            TimedBytesView view = store.newView();
            assertThat(store.getRef(key(1), view)).isTrue();
            ExpiringCursor cursor = store.prefixScan(new byte[0]);
            assertThat(cursor.next()).isTrue();
            TimedBytesView value = cursor.value();
            change.accept(store);
            assertThatIllegalStateException().isThrownBy(view::length);
            assertThatIllegalStateException().isThrownBy(view::eventTimeMillis);
            assertThatIllegalStateException().isThrownBy(value::length);
            assertThatIllegalStateException().isThrownBy(cursor::next);
            assertThatIllegalStateException().isThrownBy(cursor::key);
        }
    }

    @EveryMode
    void aViewEndsWithTheValue(Mode mode) {
        ExpiringStateStore store = layer(mode);
        store.put(KEY, VALUE, 77);
        TimedBytesView view = store.newView();
        assertThatIllegalStateException().isThrownBy(view::length);
        assertThat(store.getRef(KEY, view)).isTrue();
        verifyBorders(view, VALUE);
        assertThat(view.eventTimeMillis()).isEqualTo(77);
        ExpiringCursor cursor = store.prefixScan(new byte[0]);
        assertThatIllegalStateException().isThrownBy(cursor::key);
        assertThatIllegalStateException().isThrownBy(cursor::value);
        assertThat(cursor.next()).isTrue();
        verifyBorders(cursor.value(), VALUE);
        verifyBorders(cursor.key(), KEY);
        assertThat(cursor.next()).isFalse();
        assertThatIllegalStateException().isThrownBy(cursor::value);
    }

    private static void verifyBorders(BytesView view, byte[] expected) {
        int length = expected.length;
        assertThat(view.length()).isEqualTo(length);
        assertThat(view.toByteArray()).isEqualTo(expected);
        assertThat(view.getByte(length - 1)).isEqualTo(expected[length - 1]);
        ByteBuffer numbers = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN);
        if (length >= Long.BYTES) {
            assertThat(view.getLong(length - 8)).isEqualTo(numbers.getLong(length - 8));
            assertThat(view.getInt(length - 4)).isEqualTo(numbers.getInt(length - 4));
        }
        for (int bad : new int[] {-1, length}) {
            assertThatThrownBy(() -> view.getByte(bad))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> view.getLong(length - 7))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.getInt(length - 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.copyTo(0, new byte[length + 1], 0, length + 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        verifyBuffers(view, expected);
        assertThat(view.compareTo(expected)).isZero();
        assertThat(view.compareTo(Bytes.concat(expected, Bytes.of(0)))).isNegative();
        assertThat(view.compareTo(new byte[0])).isPositive();
        byte[] greater = expected.clone();
        greater[0] = (byte) 0xFF;
        assertThat(view.compareTo(greater)).isNegative();
    }

    private static void verifyBuffers(BytesView view, byte[] expected) {
        int length = expected.length;
        for (ByteBuffer target : List.of(
                ByteBuffer.allocate(length + 5),
                ByteBuffer.allocateDirect(length + 5),
                ByteBuffer.allocateDirect(length + 5).order(ByteOrder.LITTLE_ENDIAN),
                ByteBuffer.allocate(length + 9).position(4).slice())) {
            target.position(3);
            view.copyTo(target);
            assertThat(target.position()).isEqualTo(length + 3);
            byte[] copy = new byte[length];
            target.get(3, copy);
            assertThat(copy).isEqualTo(expected);
        }
        assertThatThrownBy(() -> view.copyTo(ByteBuffer.allocate(length - 1)))
                .isInstanceOf(BufferOverflowException.class);
        assertThatThrownBy(() -> view.copyTo(ByteBuffer.allocate(length).asReadOnlyBuffer()))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @EveryMode
    void e9_aFullStoreRefusesAndStaysSound(Mode mode) {
        StoreOptions options = mode.options().withMaxLogBytes(1 << 20);
        StateStore below =
                mode.persistent() ? openFile(file(), options) : provider().openInMemory(options);
        ExpiringStateStore store = layer(below);
        ExpiryModel model = new ExpiryModel(TTL.toMillis());
        boolean full = false;
        for (int i = 0; i < 100_000 && !full; i++) {
            try {
                store.put(key(i), value(i), i);
                model.put(key(i), value(i), i);
            } catch (StoreFullException e) {
                full = true;
            }
        }
        assertThat(full).isTrue();
        ExpiryVerifier.verify(store, model);
        for (int i = 0; i < 20; i++) {
            expireSome(store, model);
        }
        if (!mode.persistent()) {
            below.close();
        }
    }

    private void expireSome(ExpiringStateStore store, ExpiryModel model) {
        told.clear();
        try {
            store.advanceWatermark(store.watermark() + 30);
        } catch (StoreFullException e) { // on file a removal takes room, too
            told.clear();
        }
        model.advance(store.watermark());
        told.forEach(item -> model.waiting().pollFirst());
        ExpiryVerifier.verify(store, model);
    }

    @EveryMode
    void verifyFindsWhatDoesNotAgree(Mode mode) {
        byte[] entry = Bytes.concat(Bytes.of(1), key(2));
        byte[] place = Bytes.concat(Bytes.hex("02" + "8000000000000002"), key(2));
        List<Consumer<StateStore>> damages = List.of(
                below -> below.delete(entry),
                below -> below.delete(place),
                below -> below.put(entry, new byte[8]),
                below -> below.put(entry, new byte[7]),
                below -> below.put(place, KEY),
                below -> below.put(Bytes.concat(place, KEY), new byte[0]),
                below -> below.put(Bytes.of(2, 1), new byte[0]),
                below -> below.put(KEY, VALUE),
                below -> below.put(new byte[0], VALUE),
                below -> below.put(Bytes.of(0, 0), VALUE),
                below -> below.put(Bytes.of(0), VALUE),
                below -> below.delete(Bytes.of(0)));
        for (int i = 0; i < damages.size(); i++) {
            StateStore below = open(mode, "damage" + i);
            ExpiringStateStore store = ExpiringStateStore.over(below, TTL);
            fill(store, 5);
            ExpiryVerifier.verifySound(store);
            damages.get(i).accept(below);
            assertThat(store.verify().isSound()).as("damage %d", i).isFalse();
        }
    }

    @EveryMode
    void whatHasNotExpiredIsNeverRemoved(Mode mode) {
        StateStore below = open(mode);
        ExpiringStateStore store = ExpiringStateStore.over(below, TTL);
        fill(store, 5);
        byte[] entry = Bytes.concat(Bytes.of(1), key(2));
        byte[] later = Objects.requireNonNull(below.get(entry));
        later[later.length - 1] = 1; // as if put at a time in the far future
        below.put(entry, later);
        assertThatExceptionOfType(CorruptStoreException.class)
                .isThrownBy(() -> store.advanceWatermark(1_000))
                .withMessageContaining("eventTimeMillis=2");
        assertThat(store.get(key(2))).isEqualTo(value(2));
    }

    @EveryMode
    void afterCloseEveryCallThrows(Mode mode) {
        StateStore below = open(mode);
        ExpiringStateStore store = layer(below);
        store.put(KEY, VALUE, 1);
        below.close();
        List<Consumer<ExpiringStateStore>> calls = List.of(
                s -> s.put(KEY, VALUE, 1),
                s -> s.get(KEY),
                s -> s.delete(KEY),
                s -> s.contains(KEY),
                ExpiringStateStore::size,
                ExpiringStateStore::storedEntries,
                s -> s.advanceWatermark(100),
                ExpiringStateStore::clear,
                ExpiringStateStore::verify,
                ExpiringStateStore::snapshot,
                s -> s.prefixScan(KEY));
        for (Consumer<ExpiringStateStore> call : calls) {
            assertThatIllegalStateException().isThrownBy(() -> call.accept(store));
        }
    }
}
