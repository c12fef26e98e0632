package io.cairn.engine.index;

import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.Shared;

/**
 * A B+tree of record addresses in unsigned lexicographic key order, whose nodes a snapshot freezes
 * in constant time.
 *
 * <p>Each node bears the epoch in which it was made. A snapshot pins the root and ends the epoch;
 * from then on a node of that epoch or of an earlier one is replaced by a copy before it is
 * changed, and so are its ancestors. So a pinned root shows one state for ever. Leaves have no
 * links to their neighbours, which such a copy would break; cursors climb instead.
 *
 * <p>An entry's reference serves comparisons too: a record with the entry's key stays readable in
 * the log, overwritten or deleted, as long as the log lives, since records are never moved and
 * their room is never used again.
 */
public final class OrderIndex extends Shared {
    private final RecordLog log;
    private final NodePages pages;
    private final NodeEditor editor;
    private final TreePath path = new TreePath();
    private int root;
    private int height;
    private long epoch = 1;
    private long pinnedEpoch;
    private long oldestPinned = Long.MAX_VALUE;
    private long mostMoved;

    /** Makes an empty tree over a log. */
    public OrderIndex(MemoryFactory factory, RecordLog log) {
        this.log = log;
        this.pages = new NodePages(factory);
        this.editor = new NodeEditor(log, pages);
        pages.ensure(1, 0);
        root = newNode(0);
        height = 1;
    }

    /**
     * Makes sure that one change can be made; it cannot fail then.
     *
     * @throws io.cairn.StoreFullException if the memory cannot be had
     */
    public void ensureRoom() {
        pages.ensure(2 * height + 3, oldestPinned);
    }

    /** Adds a key that is absent; {@code address} is its record's. */
    public void insert(byte[] key, int offset, int length, long address) {
        int position = -1 - descend(key, offset, length);
        makePathWritable();
        int at = path.depth() - 1;
        int node = path.node(at);
        if (editor.isFull(node)) {
            mostMoved = Math.max(mostMoved, NodeFormat.LEAF_CAPACITY);
            splitLeaf(at, position, key, offset, length, address);
        } else {
            editor.insert(node, position, key, offset, length, address, NodePages.NONE);
        }
    }

    /** Gives a present key another address. */
    public void update(byte[] key, int offset, int length, long address) {
        int position = requirePresent(descend(key, offset, length));
        makePathWritable();
        int leaf = path.node(path.depth() - 1);
        NodeFormat.setRef(pages.window(leaf), pages.within(leaf), 0, position, address);
    }

    /** Removes a present key. */
    public void remove(byte[] key, int offset, int length) {
        int position = requirePresent(descend(key, offset, length));
        makePathWritable();
        int at = path.depth() - 1;
        int leaf = path.node(at);
        NodeFormat.closeGap(pages.window(leaf), pages.within(leaf), 0, position);
        mergeUpward(at);
    }

    private static int requirePresent(int position) {
        if (position < 0) {
            throw new IllegalStateException(
                    "the point index has a key that the order index lacks; open the store again");
        }
        return position;
    }

    /**
     * Pins the present state: {@link #root()} shows it until {@link #setPins} says otherwise.
     * Returns the epoch that ends.
     */
    public long pin() {
        pinnedEpoch = epoch;
        oldestPinned = Math.min(oldestPinned, epoch);
        return epoch++;
    }

    /**
     * Tells which pinned epochs are still in use.
     *
     * @param newest the newest, 0 if there is none
     * @param oldest the oldest, {@link Long#MAX_VALUE} if there is none
     */
    public void setPins(long newest, long oldest) {
        pinnedEpoch = newest;
        oldestPinned = oldest;
    }

    /** Returns a cursor over the present state. */
    public TreeCursor cursor() {
        return new TreeCursor(log, pages, root, height);
    }

    /**
     * Returns a way to read this tree from the present root on, whatever is changed later. Call
     * {@link #pin} first.
     */
    public Frozen frozen() {
        return new Frozen(this, root, height);
    }

    /** A state of the tree that was pinned. */
    public record Frozen(OrderIndex tree, int root, int height) {
        /** Returns a cursor over this state. */
        public TreeCursor cursor() {
            return new TreeCursor(tree.log, tree.pages, root, height);
        }
    }

    /** Returns the bytes of memory taken. */
    public long bytes() {
        return pages.bytes();
    }

    /** Returns the bytes that only snapshots need. */
    public long retainedBytes() {
        return pages.retainedBytes();
    }

    /** Returns the most entries that one operation has moved. */
    public long mostMoved() {
        return mostMoved;
    }

    private int descend(byte[] key, int offset, int length) {
        path.clear();
        int node = root;
        for (int level = height - 1; level > 0; level--) {
            Memory m = pages.window(node);
            long at = pages.within(node);
            int found = NodeSearch.find(log, m, at, key, offset, length);
            int child = found >= 0 ? found + 1 : -1 - found;
            path.push(node, child);
            node = NodeFormat.child(m, at, child);
        }
        int found =
                NodeSearch.find(log, pages.window(node), pages.within(node), key, offset, length);
        path.push(node, found);
        return found;
    }

    private void makePathWritable() {
        int leaf = path.node(path.depth() - 1);
        if (isWritable(leaf)) {
            return; // its ancestors were copied no later than it was
        }
        for (int at = 0; at < path.depth(); at++) {
            path.setNode(at, writable(path.node(at), at));
        }
    }

    private boolean isWritable(int node) {
        return NodeFormat.epoch(pages.window(node), pages.within(node)) > pinnedEpoch;
    }

    /** Returns the node, or its copy, to which its parent, which is writable, then points. */
    private int writable(int node, int at) {
        if (isWritable(node)) {
            return node;
        }
        int copy = pages.take();
        pages.window(node)
                .copyTo(
                        pages.within(node),
                        pages.window(copy),
                        pages.within(copy),
                        NodeFormat.NODE_BYTES);
        NodeFormat.setEpoch(pages.window(copy), pages.within(copy), epoch);
        pages.retire(node, epoch);
        if (at == 0) {
            root = copy;
        } else {
            int parent = path.node(at - 1);
            NodeFormat.setChild(
                    pages.window(parent), pages.within(parent), path.position(at - 1), copy);
        }
        return copy;
    }

    private int newNode(int level) {
        int node = pages.take();
        NodeFormat.init(pages.window(node), pages.within(node), level, epoch);
        return node;
    }

    private void splitLeaf(int at, int position, byte[] key, int offset, int length, long address) {
        int left = path.node(at);
        int right = newNode(0);
        int cut = editor.leafCut(left, position);
        editor.moveTail(left, cut, right, cut);
        boolean goesRight = position > cut || cut == NodeFormat.LEAF_CAPACITY;
        if (goesRight) {
            editor.insert(right, position - cut, key, offset, length, address, NodePages.NONE);
        } else {
            editor.insert(left, position, key, offset, length, address, NodePages.NONE);
        }
        editor.growPrefix(left);
        editor.growPrefix(right);
        insertSeparator(at - 1, editor.ref(right, 0), right);
    }

    /**
     * Inserts a separator, and the child after it, into the node of the path at {@code at}; splits
     * upward where that is full.
     */
    private void insertSeparator(int at, long separator, int child) {
        if (at < 0) {
            growRoot(separator, child);
            return;
        }
        int node = path.node(at);
        int position = path.position(at);
        if (!editor.isFull(node)) {
            editor.insertSeparator(node, position, separator, child);
            return;
        }
        int right = newNode(NodeFormat.level(pages.window(node), pages.within(node)));
        int cut = position == NodeFormat.INNER_CAPACITY
                ? position - 1
                : NodeFormat.INNER_CAPACITY / 2;
        long promoted = editor.ref(node, cut);
        editor.moveTail(node, cut, right, cut + 1);
        if (position > cut) {
            editor.insertSeparator(right, position - cut - 1, separator, child);
        } else {
            editor.insertSeparator(node, position, separator, child);
        }
        editor.growPrefix(node);
        editor.growPrefix(right);
        insertSeparator(at - 1, promoted, right);
    }

    private void growRoot(long separator, int right) {
        int top = newNode(height);
        NodeFormat.setChild(pages.window(top), pages.within(top), 0, root);
        editor.insertSeparator(top, 0, separator, right);
        root = top;
        height++;
    }

    /**
     * After an entry was removed from the node of the path at {@code from}: joins nodes that have
     * become small.
     */
    private void mergeUpward(int from) {
        int at = from;
        while (at > 0 && mergeWithSibling(at)) {
            at--;
        }
        while (height > 1 && editor.count(root) == 0) {
            int only = NodeFormat.child(pages.window(root), pages.within(root), 0);
            discard(root);
            root = only;
            height--;
        }
    }

    private boolean mergeWithSibling(int at) {
        int node = path.node(at);
        int parent = path.node(at - 1);
        if (!editor.isSmall(node) || editor.count(parent) == 0) {
            return false;
        }
        int position = path.position(at - 1);
        int leftPosition = position > 0 ? position - 1 : 0;
        int left = child(parent, leftPosition);
        int right = child(parent, leftPosition + 1);
        if (!editor.canMerge(left, right)) {
            return false;
        }
        path.setPosition(at - 1, leftPosition);
        left = writable(left, at);
        editor.merge(left, right, editor.ref(parent, leftPosition));
        mostMoved = Math.max(mostMoved, NodeFormat.LEAF_CAPACITY);
        NodeFormat.closeGap(pages.window(parent), pages.within(parent), height - at, leftPosition);
        discard(right);
        return true;
    }

    private int child(int parent, int position) {
        return NodeFormat.child(pages.window(parent), pages.within(parent), position);
    }

    private void discard(int node) {
        if (isWritable(node)) {
            pages.free(node);
        } else {
            pages.retire(node, epoch);
        }
    }

    NodePages pages() {
        return pages;
    }

    int root() {
        return root;
    }

    int height() {
        return height;
    }

    /** Takes over a saved tree, whose nodes were copied in. */
    void restore(int savedRoot, int savedHeight, long savedEpoch) {
        root = savedRoot;
        height = savedHeight;
        epoch = savedEpoch;
    }

    long epoch() {
        return epoch;
    }

    @Override
    protected void free() {
        pages.close();
    }
}
