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
    /** Addresses that are in {@link #window}: from the first to before the second. */
    private long windowFrom;

    private long windowTo;
    private long at;
    private long lengths;
    private boolean onEntry;

    StoreCursor(EngineReader owner, TreeCursor tree) {
        this.owner = owner;
        this.log = owner.log();
        this.tree = tree;
        this.window = tree.leaf(); // no record yet, but a memory
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
            if (address < windowFrom || address >= windowTo) {
                enterWindow(address);
            }
            at = address - windowFrom;
            lengths = RecordFormat.lengths(window, at);
        } else {
            key.unpoint();
            value.unpoint();
        }
        return found;
    }

    /** A wide window's bytes beyond a whole one may belong to the next window's addresses. */
    private void enterWindow(long address) {
        window = log.at(address);
        windowFrom = address - log.within(address);
        windowTo = windowFrom + log.wholeWindowBytes(address);
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
