package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.ExpiringStateStore;
import io.cairn.StateStore;
import io.cairn.TimedBytesView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * Opens stores whose entries expire; at a test's end their entries must agree with their time
 * index.
 */
public abstract class ExpiryTests extends StoreTests {
    static final Duration TTL = Duration.ofMillis(10);

    /** What the listener was told, in order. */
    final List<ExpiryModel.Item> told = new ArrayList<>();

    private final List<ExpiringStateStore> layers = new ArrayList<>();

    /** For subclasses. */
    protected ExpiryTests() {}

    @AfterEach
    final void entriesAgreeWithTheTimeIndex() {
        for (ExpiringStateStore layer : layers) {
            if (isOpen(layer)) {
                ExpiryVerifier.verifySound(layer);
            }
        }
        layers.clear();
    }

    private static boolean isOpen(ExpiringStateStore layer) {
        try {
            return layer.storedEntries() >= 0;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    final ExpiringStateStore layer(Mode mode) {
        return layer(open(mode));
    }

    final ExpiringStateStore layer(StateStore store) {
        return layer(store, TTL);
    }

    /** Makes a layer that is checked at the test's end, and whose listener is noted. */
    final ExpiringStateStore layer(StateStore store, Duration timeToLive) {
        ExpiringStateStore layer = ExpiringStateStore.over(store, timeToLive, this::note);
        layers.add(layer);
        return layer;
    }

    final void note(BytesView key, TimedBytesView value) {
        told.add(new ExpiryModel.Item(
                key.toByteArray(), value.toByteArray(), value.eventTimeMillis()));
    }

    static byte[] key(int number) {
        return Bytes.bigEndian(number);
    }

    static byte[] value(int number) {
        return Bytes.random(number, 5 + number % 30);
    }

    /** Puts entries of keys 0, 1, ..., each at the time of its number. */
    static void fill(ExpiringStateStore store, int entries) {
        for (int i = 0; i < entries; i++) {
            Verifier.require(store.put(key(i), value(i), i), "a put was refused as late");
        }
    }
}
