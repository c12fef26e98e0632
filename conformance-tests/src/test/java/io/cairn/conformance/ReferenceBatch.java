package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import io.cairn.WriteBatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/** What a reference store does with many keys at once. */
final class ReferenceBatch {
    private ReferenceBatch() {}

    /** Returns keys with their values, each checked before any is put. */
    static byte[][][] pairs(ReferenceStore store, byte[][] keys, byte[][] values) {
        Bug bug = store.bug;
        requireAtLeast(keys.length, values.length, "values", bug);
        int count = Math.min(keys.length, values.length);
        int put = bug == Bug.PUT_ALL_DROPS_THE_LAST_PAIR ? Math.max(0, count - 1) : count;
        List<byte[][]> pairs = new ArrayList<>();
        for (int i = 0; i < put; i++) {
            if (bug != Bug.PUT_ALL_CHECKS_AS_IT_GOES) {
                Objects.requireNonNull(store.key(keys[i], 0, keys[i].length));
                requireValue(values[i]);
            }
            boolean first = bug == Bug.PUT_ALL_KEEPS_THE_FIRST_OF_TWO;
            pairs.add(first ? 0 : i, new byte[][] {keys[i], values[i]});
        }
        return pairs.toArray(byte[][][]::new);
    }

    /** Returns what the operations of a batch do to a file. */
    static List<BiConsumer<ReferenceFile, StoreOptions>> operations(WriteBatch batch, Bug bug) {
        List<BiConsumer<ReferenceFile, StoreOptions>> operations = new ArrayList<>();
        WriteBatch.Reader reader = new WriteBatch.Reader();
        reader.start(batch);
        while (reader.next()) {
            byte[] key = copy(reader.bytes(), reader.keyOffset(), reader.keyLength());
            byte[] value = copy(reader.bytes(), reader.valueOffset(), reader.valueLength());
            if (reader.isPut()) {
                operations.add((file, options) -> file.put(key, value, options.maxLogBytes()));
            } else if (bug != Bug.BATCH_DROPS_DELETES) {
                operations.add((file, options) -> file.remove(key, bug));
            }
        }
        if (bug == Bug.BATCH_IS_MADE_BACKWARDS) {
            Collections.reverse(operations);
        }
        return operations;
    }

    private static byte[] copy(byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    private static void requireValue(byte[] value) {
        if (value.length > StateStore.MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException(
                    "valueLength=" + value.length + " is more than " + StateStore.MAX_VALUE_LENGTH);
        }
    }

    static int getAll(ReferenceReader reader, byte[][] keys, BytesView[] views) {
        requireAtLeast(keys.length, views.length, "views", reader.bug);
        int present = 0;
        for (int i = 0; i < Math.min(keys.length, views.length); i++) {
            boolean found = reader.contains(keys[i]);
            if (found || reader.bug != Bug.GET_ALL_LEAVES_VIEWS_OF_ABSENT_KEYS) {
                found = reader.getRef(keys[i], views[i]);
            }
            present += found || reader.bug == Bug.GET_ALL_COUNTS_ABSENT_KEYS ? 1 : 0;
        }
        return present;
    }

    private static void requireAtLeast(int keys, int others, String what, Bug bug) {
        if (others < keys && bug != Bug.BATCHES_ARE_CUT_TO_THE_SHORTER_ARRAY) {
            throw new IllegalArgumentException(
                    what + "=" + others + " are fewer than keys=" + keys + "; give one for each");
        }
    }
}
