package io.cairn.engine.index;

import io.cairn.engine.log.Findings;
import io.cairn.engine.log.LogWalk;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/**
 * Checks the tree of an {@link OrderIndex}: its shape, the prefixes and heads of its nodes, and
 * that keys and separators ascend. Nothing in a node is trusted before it is checked.
 */
public final class OrderCheck {
    private final OrderIndex tree;
    private final RecordLog log;
    private final Findings findings;
    private final EntryVisitor visitor;
    private final NodePages pages;
    private long nodes;
    private long entries;

    private byte[] last = new byte[256];
    /** Length of the key that was seen last, -1 before the first. */
    private int lastLength = -1;
    /** The record of the separator before the next key, 0 if there is none. */
    private long floor;

    /** Is told of the tree's entries, in order. */
    public interface EntryVisitor {
        /**
         * Looks at an entry, whose record is one.
         *
         * @param address the record's address
         * @param key holds the key, until the next call
         * @param length the key's length
         */
        void visit(long address, byte[] key, int length);
    }

    /** Makes a check. */
    public OrderCheck(OrderIndex tree, RecordLog log, Findings findings, EntryVisitor visitor) {
        this.tree = tree;
        this.log = log;
        this.findings = findings;
        this.visitor = visitor;
        this.pages = tree.pages();
    }

    /** Checks the present state, with all changes that were deferred. */
    public void check() {
        tree.cursor(); // makes the deferred changes, as a scan does
        checkNode(tree.root(), tree.height() - 1);
    }

    /** Returns how many nodes were checked. */
    public long nodes() {
        return nodes;
    }

    /** Returns how many entries were found. */
    public long entries() {
        return entries;
    }

    private void checkNode(int node, int level) {
        if (node <= NodePages.NONE || node >= pages.fresh() || nodes > pages.fresh()) {
            findings.damage(0, "the order index refers to node=" + node + ", which it has not");
            return;
        }
        nodes++;
        Memory m = pages.window(node);
        long at = pages.within(node);
        int count = NodeFormat.count(m, at);
        if (NodeFormat.level(m, at) != level || count > NodeFormat.capacity(level)) {
            findings.damage(
                    0,
                    "node=" + node + " of the order index has level=" + NodeFormat.level(m, at)
                            + " instead of " + level + ", or too large a count=" + count);
            return;
        }
        int prefix = NodeFormat.prefixLength(m, at);
        if (prefix < 0 || prefix > NodeFormat.MAX_PREFIX) { // of a node without entries, too
            findings.damage(
                    0,
                    "node=" + node + " of the order index has prefixLength=" + prefix
                            + " outside of 0 to " + NodeFormat.MAX_PREFIX);
            return;
        }
        for (int i = 0; i <= count; i++) {
            if (level > 0) {
                checkNode(NodeFormat.child(m, at, i), level - 1);
            }
            if (i < count) {
                checkEntry(node, level, i);
            }
        }
    }

    private void checkEntry(int node, int level, int index) {
        Memory m = pages.window(node);
        long address = NodeFormat.ref(m, pages.within(node), level, index);
        String wrong = level == 0
                ? LogWalk.whatIsWrongWithEntry(log, address)
                : LogWalk.whatIsWrongWithRecord(log, address);
        if (level == 0) {
            entries++;
        }
        if (!wrong.isEmpty()) {
            findings.damage(
                    address, "node=" + node + " of the order index, entry " + index + ": " + wrong);
            return;
        }
        checkHead(node, index, address);
        checkOrder(node, level, address);
        if (level == 0) {
            floor = 0;
            takeKey(address);
            visitor.visit(address, last, lastLength);
        } else {
            floor = address;
        }
    }

    private void checkHead(int node, int index, long address) {
        Memory m = pages.window(node);
        long at = pages.within(node);
        Memory window = log.at(address);
        long record = log.within(address);
        int prefix = NodeFormat.prefixLength(m, at);
        int length = RecordFormat.keyLength(window, record);
        boolean fits = prefix >= 0 && prefix <= length;
        for (int i = 0; fits && i < prefix; i++) {
            fits = NodeFormat.prefixByte(m, at, i)
                    == window.getByte(RecordFormat.keyAt(record) + i);
        }
        if (!fits) {
            damage(node, address, "the key does not begin with the node's prefix");
        } else if (NodeFormat.head(m, at, index)
                != KeyHead.of(window, RecordFormat.keyAt(record), length, prefix)) {
            damage(node, address, "the head is not that of the key");
        }
    }

    /** A key is above the last one and not below the separator before it; a separator likewise. */
    private void checkOrder(int node, int level, long address) {
        if (lastLength >= 0 && compareWithLast(address) <= 0) {
            damage(
                    node,
                    address,
                    level == 0
                            ? "the key is not above the one before it"
                            : "the separator is not above the keys before it");
        }
        if (floor != 0 && compareRecords(address, floor) < 0) {
            damage(node, address, "the key is below the separator before it");
        }
    }

    private int compareWithLast(long address) {
        return RecordFormat.compareKey(
                log.at(address), log.within(address), last, 0, lastLength, 0);
    }

    private int compareRecords(long address, long other) {
        int length = RecordFormat.keyLength(log.at(other), log.within(other));
        byte[] key = new byte[length];
        log.at(other).copyOut(RecordFormat.keyAt(log.within(other)), key, 0, length);
        return RecordFormat.compareKey(log.at(address), log.within(address), key, 0, length, 0);
    }

    private void takeKey(long address) {
        lastLength = RecordFormat.keyLength(log.at(address), log.within(address));
        if (lastLength > last.length) {
            last = new byte[Math.max(lastLength, 2 * last.length)];
        }
        log.at(address).copyOut(RecordFormat.keyAt(log.within(address)), last, 0, lastLength);
    }

    private void damage(int node, long address, String reason) {
        findings.damage(address, "node=" + node + " of the order index: " + reason);
    }
}
