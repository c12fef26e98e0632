package io.cairn.engine;

import io.cairn.WriteBatch;
import io.cairn.engine.index.PointIndex;

import java.util.Arrays;

/**
 * What the operations of a {@link WriteBatch} are to change: of several on one key the last one,
 * and no deletion of what is absent. So each key is changed once at most. Keeps its arrays, but for
 * those of very large batches. Owner's thread only.
 */
final class BatchPlan {
    /** Nothing is to be done: a later operation has the same key, or the key is absent anyway. */
    static final byte NOTHING = 0;
    /** A record is to be appended. */
    static final byte PUT = 1;
    /** The value is to be written over the present one, in memory. */
    static final byte OVERWRITE = 2;
    /** The key is to be removed. */
    static final byte REMOVE = 3;

    /** Arrays for more operations are not kept. */
    static final int KEPT_OPERATIONS = 1 << 16;

    private static final int LEAST_OPERATIONS = 16;

    private final WriteBatch.Reader reader = new WriteBatch.Reader();
    private final EntryWriter writer;
    private final long[] groupHashes = new long[Batch.GROUP];
    private final int[] group = new int[Batch.GROUP];
    private final long[] candidates = new long[Batch.GROUP];

    private int count;
    private int newKeys;
    private int others;
    private int[] places = {};
    private byte[] actions = {};
    private long[] hashes = {};
    private long[] before = {};
    private long[] addresses = {};
    /** A hash table of operations, by key: an operation's number and 1, or 0. */
    private int[] table = {};

    private int mask;

    BatchPlan(EntryWriter writer) {
        this.writer = writer;
    }

    /** Finds out what a batch changes, and what is there now. */
    void make(WriteBatch batch, Contents contents) {
        reset(batch.count());
        reader.start(batch);
        while (reader.next()) {
            add(contents.hash(reader.bytes(), reader.keyOffset(), reader.keyLength()));
        }
        findAll(contents);
    }

    private void reset(int operations) {
        count = 0;
        newKeys = 0;
        others = 0;
        if (operations > places.length) {
            allocate(Math.max(LEAST_OPERATIONS, operations));
        }
        mask = tableSize(operations) - 1;
        Arrays.fill(table, 0, mask + 1, 0);
    }

    private void allocate(int operations) {
        places = new int[operations];
        actions = new byte[operations];
        hashes = new long[operations];
        before = new long[operations];
        addresses = new long[operations];
        table = new int[tableSize(operations)];
    }

    private static int tableSize(int operations) {
        return Integer.highestOneBit(Math.max(LEAST_OPERATIONS, operations)) << 2;
    }

    private void add(long hash) {
        int operation = count++;
        places[operation] = reader.place();
        hashes[operation] = hash;
        actions[operation] = PUT;
        int at = (int) hash & mask;
        while (table[at] != 0 && !isSameKey(table[at] - 1, operation)) {
            at = (at + 1) & mask;
        }
        if (table[at] != 0) {
            actions[table[at] - 1] = NOTHING;
        }
        table[at] = operation + 1;
    }

    private boolean isSameKey(int earlier, int operation) {
        if (hashes[earlier] != hashes[operation]) {
            return false;
        }
        byte[] bytes = reader.bytes();
        int offset = reader.keyOffset();
        int end = offset + reader.keyLength();
        reader.goTo(places[earlier]);
        int from = reader.keyOffset();
        boolean same = Arrays.equals(bytes, offset, end, bytes, from, from + reader.keyLength());
        reader.goTo(places[operation]);
        return same;
    }

    private void findAll(Contents contents) {
        int gathered = 0;
        for (int i = 0; i < count; i++) {
            if (actions[i] != NOTHING) {
                groupHashes[gathered] = hashes[i];
                group[gathered++] = i;
            }
            if (gathered == Batch.GROUP || (i == count - 1 && gathered > 0)) {
                contents.points().touch(groupHashes, gathered, candidates);
                for (int member = 0; member < gathered; member++) {
                    find(group[member]);
                }
                gathered = 0;
            }
        }
    }

    private void find(int i) {
        WriteBatch.Reader operation = operation(i);
        int length = operation.keyLength();
        before[i] = writer.find(hashes[i], operation.bytes(), operation.keyOffset(), length);
        boolean present = before[i] != PointIndex.ABSENT;
        if (!operation.isPut()) {
            actions[i] = present ? REMOVE : NOTHING;
        } else if (writer.canOverwrite(length, operation.valueLength())) {
            actions[i] = OVERWRITE;
        }
        newKeys += actions[i] == PUT && !present ? 1 : 0;
        others += actions[i] == REMOVE || (actions[i] == PUT && present) ? 1 : 0;
    }

    /** Checks, as far as can be told, that the batch is what it was. */
    void requireUnchanged() {
        reader.requireUnchanged();
    }

    /** Goes to an operation. */
    WriteBatch.Reader operation(int i) {
        reader.goTo(places[i]);
        return reader;
    }

    /** Returns how many operations there are, those included that change nothing. */
    int count() {
        return count;
    }

    /** Returns how many keys are new. */
    int newKeys() {
        return newKeys;
    }

    /** Returns how many keys are removed, or get a record in place of the present one. */
    int others() {
        return others;
    }

    byte action(int i) {
        return actions[i];
    }

    long hash(int i) {
        return hashes[i];
    }

    /** Returns the address of the record that an operation's key had before. */
    long before(int i) {
        return before[i];
    }

    /** Returns the address of the record that was appended for an operation. */
    long address(int i) {
        return addresses[i];
    }

    void setAddress(int i, long address) {
        addresses[i] = address;
    }

    /** Gives up arrays that are too large to keep. */
    void trim() {
        if (places.length > KEPT_OPERATIONS) {
            allocate(LEAST_OPERATIONS);
        }
    }
}
