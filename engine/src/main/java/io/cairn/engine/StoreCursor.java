package io.cairn.engine;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.engine.index.TreeCursor;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.memory.Memory;

import java.util.Objects;

/** A cursor over a store or a snapshot, dead as soon as that changes. */
final class StoreCursor implements Cursor {
    private final EngineReader owner;
    private final Stamp stamp;
    private final TreeCursor tree;
    private final long validUnder;
    private final StoreView key;
    private final StoreView value;
    private boolean onEntry;

    StoreCursor(EngineReader owner, TreeCursor tree) {
        this.owner = owner;
        this.stamp = owner.stamp;
        this.tree = tree;
        this.validUnder = stamp.value();
        this.key = new StoreView(stamp);
        this.value = new StoreView(stamp);
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
        if (!found) {
            key.unpoint();
            value.unpoint();
        }
        return found;
    }

    @Override
    public BytesView key() {
        checkOnEntry();
        Memory window = tree.window();
        long at = tree.place();
        key.point(window, RecordFormat.keyAt(at), RecordFormat.keyLength(window, at));
        return key;
    }

    @Override
    public BytesView value() {
        checkOnEntry();
        Memory window = tree.window();
        long at = tree.place();
        long lengths = RecordFormat.lengths(window, at);
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
        if (validUnder != stamp.value()) {
            checkAlive();
        }
    }

    private void checkAlive() {
        owner.checkReadable();
        if (validUnder != stamp.value()) {
            throw new IllegalStateException(
                    "the cursor is stale: the store was changed since it was made; make a new one and seek()");
        }
    }
}
