package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.spi.StateStoreProvider;

import java.io.PrintStream;
import java.nio.ByteBuffer;

/**
 * The process that {@link SmallHeapContract} starts: loads entries in memory, reads each back, and
 * scans them.
 */
final class SmallHeapLoad {
    private static final int KEY_BYTES = 16;
    private static final int VALUE_BYTES = 64;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private SmallHeapLoad() {}

    /**
     * Loads and reads, and prints figures.
     *
     * @param args the provider's class, the number of entries
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        System.setOut(System.err); // what backends print must not get into the figures
        StateStoreProvider provider = ChildJvm.provider(args[0]);
        int entries = Integer.parseInt(args[1]);
        long start = System.nanoTime();
        try (StateStore store = provider.openInMemory(StoreOptions.defaults())) {
            load(store, entries);
            long loaded = System.nanoTime();
            readEach(store, entries);
            scan(store, entries);
            long read = System.nanoTime();
            out.println("entries=" + store.size() + " heapMiB="
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " liveBytes=" + store.sizeBytes() + " indexBytes="
                    + (store.stats().index().pointBytes()
                            + store.stats().index().orderBytes())
                    + " loadMillis=" + (loaded - start) / 1_000_000 + " readMillis="
                    + (read - loaded) / 1_000_000);
        }
    }

    private static void load(StateStore store, int entries) {
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
        for (int i = 0; i < entries; i++) {
            store.put(key(key, i), value.putLong(0, i).putLong(VALUE_BYTES - Long.BYTES, ~i));
        }
        Verifier.require(
                store.size() == entries, "size()=" + store.size() + " after entries=" + entries);
    }

    private static void readEach(StateStore store, int entries) {
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
        BytesView view = store.newView();
        for (int i = 0; i < entries; i++) {
            boolean present = store.getRef(key(key, i), view);
            Verifier.require(
                    present && number(view) == i && view.length() == VALUE_BYTES,
                    "entry " + i + " is wrong");
        }
    }

    private static void scan(StateStore store, int entries) {
        int seen = 0;
        long last = Long.MIN_VALUE;
        for (Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD); cursor.next(); seen++) {
            long head = Long.reverseBytes(cursor.key().getLong(0)) ^ Long.MIN_VALUE;
            boolean ordered = seen == 0 || head > last;
            Verifier.require(
                    ordered && head == (number(cursor.value()) * ODD ^ Long.MIN_VALUE),
                    "entry out of order");
            last = head;
        }
        Verifier.require(seen == entries, "the scan gave entries=" + seen);
    }

    private static long number(BytesView value) {
        return Long.reverseBytes(value.getLong(0));
    }

    /** Spread over all first bytes, and different for each number, since the factor is odd. */
    private static ByteBuffer key(ByteBuffer key, long number) {
        return key.putLong(0, number * ODD).putLong(Long.BYTES, number);
    }
}
