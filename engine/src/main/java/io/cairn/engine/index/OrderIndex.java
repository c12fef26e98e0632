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
    /** A tree of fewer levels is in the cache, and its changes wait for nothing. */
    private static final int DEFERRED_FROM_HEIGHT = 3;
    /** When that many entries were moved for ready changes, the rest waits for the next call. */
    private static final long MOVED_AT_ONCE = 2L * NodeFormat.LEAF_CAPACITY;

    /** So few new keys may come in any order, where room was made for them together. */
    public static final int IN_ANY_ORDER = 16;

    /** Leaves that are filled in key order keep some room for what comes between. */
    private static final int FILLED_IN_ORDER = NodeFormat.LEAF_CAPACITY * 7 / 8;

    private final RecordLog log;
    private final NodePages pages;
    private final NodeEditor editor;
    private final TreePath path = new TreePath();
    private final DeferredChanges deferred;
    /** Counts the nodes that were replaced or dropped: what was found before may be none now. */
    private int nodesGone;

    private byte[] key = new byte[256];
    private int root;
    private int height;
    private long epoch = 1;
    private long pinnedEpoch;
    private long oldestPinned = Long.MAX_VALUE;
    /** The last leaf, to which entries are appended that come in order; NONE if it is not known. */
    private int lastLeaf = NodePages.NONE;

    private long moved;
    private long mostMoved;

    private OrderIndex(RecordLog log, NodePages pages) {
        this.log = log;
        this.pages = pages;
        this.editor = new NodeEditor(log, pages);
        this.deferred = new DeferredChanges(log, pages);
    }

    /** Makes an empty tree over a log. */
    public OrderIndex(MemoryFactory factory, RecordLog log) {
        this(log, new NodePages(factory));
        pages.ensure(1, 0);
        root = newNode(0);
        height = 1;
    }

    /**
     * Makes a tree to which {@link NodePages#windows()} and {@link #restore} are to give content.
     */
    static OrderIndex toRestore(MemoryFactory factory, RecordLog log) {
        return new OrderIndex(log, new NodePages(factory));
    }

    /**
     * Makes sure that more changes can be made, and all that were deferred; none can fail then.
     *
     * @param more how many
     * @throws io.cairn.StoreFullException if the memory cannot be had
     */
    public void ensureRoom(int more) {
        pages.ensure((deferred.count() + more) * (2 * height + 5), oldestPinned);
    }

    /**
     * Makes sure that many changes can be made, one after the other; none can fail then. In
     * ascending order new keys fill the leaves that they split, so that many take little more room
     * than they need: a leaf that is full now is split three times at most, and another one when it
     * has taken half of its capacity. A node that a snapshot needs is copied once.
     *
     * @param newKeys how many keys will be inserted, in ascending order if they are more than
     *     {@link #IN_ANY_ORDER}
     * @param others how many will be replaced or removed
     * @throws io.cairn.StoreFullException if the memory cannot be had
     */
    public void ensureRoomForMany(int newKeys, int others) {
        long count = deferred.count() * (2L * height + 5) + nodesForMany(newKeys, others);
        pages.ensure(Math.toIntExact(count), oldestPinned);
    }

    /** Returns how many nodes such changes take at most. */
    long nodesForMany(int newKeys, int others) {
        long present = pages.fresh();
        long worst = (2L * height + 5) * newKeys;
        long splits = Math.min(newKeys, 3 * present + newKeys / 32);
        long inOrder = splits + splits / 8 + present / 16 + 2L * height + 8;
        long copies = pinnedEpoch == 0
                ? 0
                : Math.min((2L * height + 2) * (newKeys + (long) others), present);
        return copies + (newKeys <= IN_ANY_ORDER ? worst : Math.min(worst, inOrder));
    }

    /**
     * Lets the record at {@code address} be the entry of its key, which is given too. In a large
     * tree that is {@linkplain #defer deferred}.
     *
     * @param before the address of the key's present entry, or {@link PointIndex#ABSENT}
     */
    public void put(byte[] bytes, int offset, int length, long address, long before) {
        if (isDeferred()) {
            defer(address, before);
            return;
        }
        long movedBefore = moved;
        settle(); // a removal may have made the tree small
        putNow(bytes, offset, length, address);
        noteMoved(movedBefore);
    }

    /** Tells whether the tree is so large that its changes are deferred. */
    public boolean isDeferred() {
        return height >= DEFERRED_FROM_HEIGHT;
    }

    /**
     * Lets the record at {@code address} be the entry of its key before anything is read here, and
     * makes the changes that {@link #readAhead} has made ready. The tree must be
     * {@linkplain #isDeferred large}.
     *
     * @param before the address of the key's present entry, or {@link PointIndex#ABSENT}
     */
    public void defer(long address, long before) {
        if (deferred.isFull()) {
            deferred.readAhead();
            deferred.readAhead();
        }
        if (deferred.isReady()) {
            settleReady();
        }
        deferred.add(address, before, root, height, nodesGone);
    }

    /**
     * Reads ahead what the changes that were deferred will touch. Called before something that
     * waits for the memory in any case, it costs next to nothing.
     */
    public void readAhead() {
        if (!deferred.isEmpty()) {
            deferred.readAhead();
        }
    }

    /** Makes changes that are ready, in order, until many entries were moved for them. */
    private void settleReady() {
        long before = moved;
        do {
            settleFirst();
        } while (deferred.isReady() && moved - before < MOVED_AT_ONCE);
        noteMoved(before);
    }

    /** Makes all changes that were deferred. */
    void settle() {
        if (deferred.isEmpty()) {
            return;
        }
        long before = moved;
        deferred.readAhead();
        deferred.readAhead();
        while (deferred.isReady()) {
            settleFirst();
        }
        noteMoved(before);
    }

    private void noteMoved(long before) {
        mostMoved = Math.max(mostMoved, moved - before);
    }

    private void settleFirst() {
        if (deferred.isFoundBefore(nodesGone)) {
            deferred.locate(root, height);
        }
        if (!deferred.replace(pinnedEpoch)) {
            insertOrSearch();
        }
        deferred.drop();
    }

    private void insertOrSearch() {
        long address = deferred.address();
        int length = log.keyLength(address);
        key = log.copyOfKey(address, key);
        int leaf = deferred.leaf();
        if (isWritable(leaf) && !editor.isFull(leaf) && deferred.isBetween(key, length)) {
            editor.insert(leaf, deferred.place(), key, 0, length, address, NodePages.NONE);
        } else {
            putNow(key, 0, length, address);
        }
    }

    private void putNow(long address) {
        int length = log.keyLength(address);
        key = log.copyOfKey(address, key);
        putNow(key, 0, length, address);
    }

    private void putNow(byte[] bytes, int offset, int length, long address) {
        int found = descend(bytes, offset, length);
        makePathWritable();
        int at = path.depth() - 1;
        int node = path.node(at);
        if (found >= 0) {
            NodeFormat.setRef(pages.window(node), pages.within(node), 0, found, address);
        } else if (editor.isFull(node)) {
            moved += NodeFormat.LEAF_CAPACITY;
            splitLeaf(at, -1 - found, bytes, offset, length, address);
        } else {
            editor.insert(node, -1 - found, bytes, offset, length, address, NodePages.NONE);
        }
    }

    /**
     * Adds the keys of a table, whose records the tree has none of; O(n log n). Much faster than
     * one {@link #put} after the other, since the keys are sorted first.
     *
     * @param prefix a key that begins as all of them do
     * @param prefixLength how many bytes all keys have in common at least
     * @throws io.cairn.StoreFullException if the memory cannot be had
     */
    public void addAll(PointIndex points, byte[] prefix, int prefixLength) {
        int shared = Math.min(prefixLength, NodeFormat.MAX_PREFIX);
        try (SortedEntries entries = new SortedEntries(pages.factory())) {
            HeadReader reader = new HeadReader(log, shared, entries);
            points.forEachAddress(reader::add);
            reader.finish();
            entries.sort();
            appendAll(entries, prefix, shared);
        }
    }

    /** Entries with a head of their own are in order; others are searched for, near the end. */
    private void appendAll(SortedEntries entries, byte[] prefix, int prefixLength) {
        boolean equalsPrevious = false;
        long next = entries.head(0);
        for (long i = 0; i < entries.count(); i++) {
            long head = next;
            boolean isLast = i == entries.count() - 1;
            next = isLast ? head : entries.head(i + 1);
            boolean equalsNext = !isLast && next == head;
            ensureRoom(1);
            if (equalsPrevious || equalsNext) {
                lastLeaf = NodePages.NONE;
                putNow(entries.address(i));
            } else {
                append(head, entries.address(i), prefix, prefixLength);
            }
            equalsPrevious = equalsNext;
        }
        lastLeaf = NodePages.NONE;
    }

    /** Adds an entry that is greater than all others. */
    private void append(long head, long address, byte[] prefix, int prefixLength) {
        findLastLeaf();
        if (editor.count(lastLeaf) == 0) {
            editor.setPrefix(lastLeaf, prefix, prefixLength);
        }
        if (editor.count(lastLeaf) >= FILLED_IN_ORDER
                || editor.prefixLength(lastLeaf) != prefixLength) {
            addLastLeaf(address);
            editor.setPrefix(lastLeaf, prefix, prefixLength);
        }
        editor.append(lastLeaf, head, address);
    }

    /**
     * Adds a key that is greater than all others, also than those of changes that were deferred;
     * cannot fail if there is room. It costs less than {@link #put}, since nothing is searched.
     */
    public void append(byte[] bytes, int offset, int length, long address) {
        long before = moved;
        findLastLeaf();
        if (editor.count(lastLeaf) >= FILLED_IN_ORDER) {
            addLastLeaf(address);
        }
        int place = editor.count(lastLeaf);
        editor.insert(lastLeaf, place, bytes, offset, length, address, NodePages.NONE);
        noteMoved(before);
    }

    private void findLastLeaf() {
        if (lastLeaf == NodePages.NONE) {
            descendToLast();
            makePathWritable();
            lastLeaf = path.node(path.depth() - 1);
        }
    }

    /** Makes an empty leaf after all others, whose first key will be that of a record. */
    private void addLastLeaf(long first) {
        editor.growPrefix(descendToLast());
        int leaf = newNode(0);
        insertSeparator(path.depth() - 2, first, leaf);
        lastLeaf = leaf;
    }

    private int descendToLast() {
        path.clear();
        int node = root;
        for (int level = height - 1; level > 0; level--) {
            int last = editor.count(node);
            path.push(node, last);
            node = child(node, last);
        }
        path.push(node, editor.count(node));
        return node;
    }

    /** Removes a present key. */
    public void remove(byte[] bytes, int offset, int length) {
        settle();
        long before = moved;
        int position = requirePresent(descend(bytes, offset, length));
        makePathWritable();
        int at = path.depth() - 1;
        int leaf = path.node(at);
        NodeFormat.closeGap(pages.window(leaf), pages.within(leaf), 0, position);
        mergeUpward(at);
        noteMoved(before);
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
        settle();
        lastLeaf = NodePages.NONE; // it must be copied before it is changed again
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
        settle();
        return new TreeCursor(log, pages, root, height);
    }

    /**
     * Lets a cursor of this tree walk its present state, whole and upward, from the first entry
     * after a key on; tells whether there is one.
     *
     * @param bytes holds the key, or {@code length} is negative, and all entries come
     */
    public boolean seekAfter(TreeCursor cursor, byte[] bytes, int length) {
        settle();
        return cursor.seekAfter(root, height, bytes, length);
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

        /**
         * Returns what differs between another frozen state of the same tree and this one; both
         * must stay frozen meanwhile.
         */
        public TreeDiff changesSince(Frozen earlier) {
            return TreeDiff.between(tree.log, tree.pages, earlier, this);
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
        nodesGone++;
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
        lastLeaf = NodePages.NONE;
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
        moved += NodeFormat.INNER_CAPACITY;
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
        moved += NodeFormat.LEAF_CAPACITY;
        NodeFormat.closeGap(pages.window(parent), pages.within(parent), height - at, leftPosition);
        discard(right);
        return true;
    }

    private int child(int parent, int position) {
        return NodeFormat.child(pages.window(parent), pages.within(parent), position);
    }

    private void discard(int node) {
        nodesGone++;
        lastLeaf = NodePages.NONE;
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
