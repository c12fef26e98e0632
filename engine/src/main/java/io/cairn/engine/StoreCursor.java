package io.cairn.engine;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.engine.index.TreeCursor;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.Memory;

import java.util.Objects;

/** A cursor over a store or a snapshot, dead as soon as that changes. */
final class StoreCursor implements Cursor {
    private final EngineReader owner;
    private final RecordLog log;
    private final TreeCursor tree;
    private final long validUnder;
    private final StoreView key;
    private final StoreView value;
    private Memory window;
    private long windowFrom;
    private long at;
    private long lengths;
    private boolean onEntry;

    StoreCursor(EngineReader owner, TreeCursor tree) {
        this.owner = owner;
        this.log = owner.log();
        this.tree = tree;
        this.window = tree.leaf(); // no record yet, but a memory
        this.windowFrom = Long.MAX_VALUE / 2; // which holds no address
        this.validUnder = owner.stamp.value();
        this.key = new StoreView(owner.stamp);
        this.value = new StoreView(owner.stamp);
    }

    @Override
    public boolean next() {
        checkFresh();
        return arrived(tree.next());
    }

    @Override
    public boolean seek(byte[] target) {
        Objects.requireNonNull(target, "key");
        Arguments.requireKeyLength(target.length);
        checkAlive();
        return arrived(tree.seek(target));
    }

    private boolean arrived(boolean found) {
        onEntry = found;
        if (found) {
            long address = tree.address();
            at = address - windowFrom;
            if (at < 0 || at >= window.size()) {
                window = log.at(address);
                at = log.within(address);
                windowFrom = address - at;
            }
            lengths = RecordFormat.lengths(window, at);
        } else {
            key.unpoint();
            value.unpoint();
        }
        return found;
    }

    @Override
    public BytesView key() {
        checkOnEntry();
        key.point(window, RecordFormat.keyAt(at), RecordFormat.keyLength(lengths));
        return key;
    }

    @Override
    public BytesView value() {
        checkOnEntry();
        value.point(
                window,
                RecordFormat.valueAt(at, RecordFormat.keyLength(lengths)),
                RecordFormat.valueLength(lengths));
        return value;
    }

    private void checkOnEntry() {
        checkFresh();
        if (!onEntry) {
            throw new IllegalStateException(
                    "the cursor stands on no entry; call next() or seek(), and look at what they answer");
        }
    }

    /**
     * A store that changes, or is closed, advances its stamp; so this is all that a step checks.
     */
    private void checkFresh() {
        if (validUnder != owner.stamp.value()) {
            checkAlive();
        }
    }

    private void checkAlive() {
        owner.checkReadable();
        if (validUnder != owner.stamp.value()) {
            throw new IllegalStateException(
                    "the cursor is stale: the store was changed since it was made; make a new one and seek()");
        }
    }
}
