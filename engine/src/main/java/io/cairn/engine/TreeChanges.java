package io.cairn.engine;

import io.cairn.BytesView;
import io.cairn.ChangeCursor;
import io.cairn.engine.index.TreeDiff;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

/** The changes between two snapshots of the same contents. */
final class TreeChanges implements ChangeCursor {
    private final EngineSnapshot earlier;
    private final EngineSnapshot later;
    private final TreeDiff diff;
    private final StoreView earlierKey;
    private final StoreView laterKey;
    private final StoreView value;
    private boolean onChange;

    TreeChanges(EngineSnapshot earlier, EngineSnapshot later, TreeDiff diff) {
        this.earlier = earlier;
        this.later = later;
        this.diff = diff;
        this.earlierKey = new StoreView(earlier.stamp);
        this.laterKey = new StoreView(later.stamp);
        this.value = new StoreView(later.stamp);
    }

    @Override
    public boolean next() {
        checkReadable();
        do {
            onChange = diff.next();
        } while (onChange && isOverwrite() && diff.isSameValue());
        if (!onChange) {
            earlierKey.unpoint();
            laterKey.unpoint();
            value.unpoint();
        }
        return onChange;
    }

    private boolean isOverwrite() {
        return diff.before() != TreeDiff.NONE && diff.after() != TreeDiff.NONE;
    }

    private void checkReadable() {
        earlier.checkReadable();
        later.checkReadable();
    }

    @Override
    public boolean isDelete() {
        checkReadable();
        if (!onChange) {
            throw new IllegalStateException(
                    "the cursor stands on no change; call next(), and look at what it answers");
        }
        return diff.after() == TreeDiff.NONE;
    }

    @Override
    public BytesView key() {
        boolean isDelete = isDelete();
        StoreView key = isDelete ? earlierKey : laterKey;
        long address = isDelete ? diff.before() : diff.after();
        RecordLog log = later.log();
        Memory window = log.at(address);
        long at = log.within(address);
        key.point(window, RecordFormat.keyAt(at), RecordFormat.keyLength(window, at));
        return key;
    }

    @Override
    public BytesView value() {
        if (isDelete()) {
            throw new IllegalStateException(
                    "the change is a delete, which has no value; look at isDelete() first");
        }
        RecordLog log = later.log();
        Memory window = log.at(diff.after());
        long at = log.within(diff.after());
        long lengths = RecordFormat.lengths(window, at);
        value.point(
                window,
                RecordFormat.valueAt(at, RecordFormat.keyLength(lengths)),
                RecordFormat.valueLength(lengths));
        return value;
    }

    /** Returns how many nodes of the order index were visited. */
    long visitedNodes() {
        return diff.visitedNodes();
    }
}
