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

    StoreCursor(EngineReader owner, TreeCursor tree) {
        this.owner = owner;
        this.log = owner.log();
        this.tree = tree;
        this.validUnder = owner.stamp.value();
        this.key = new StoreView(owner.stamp);
        this.value = new StoreView(owner.stamp);
    }

    @Override
    public boolean next() {
        checkAlive();
        return arrived(tree.next());
    }

    @Override
    public boolean seek(byte[] target) {
        Objects.requireNonNull(target, "key");
        Arguments.requireKeyLength(target.length);
        checkAlive();
        return arrived(tree.seek(target));
    }

    private boolean arrived(boolean onEntry) {
        if (!onEntry) {
            key.unpoint();
            value.unpoint();
        }
        return onEntry;
    }

    @Override
    public BytesView key() {
        long address = currentAddress();
        Memory window = log.at(address);
        long at = log.within(address);
        key.point(window, RecordFormat.keyAt(at), RecordFormat.keyLength(window, at));
        return key;
    }

    @Override
    public BytesView value() {
        long address = currentAddress();
        Memory window = log.at(address);
        long at = log.within(address);
        int keyLength = RecordFormat.keyLength(window, at);
        value.point(
                window, RecordFormat.valueAt(at, keyLength), RecordFormat.valueLength(window, at));
        return value;
    }

    private long currentAddress() {
        checkAlive();
        if (!tree.isOnEntry()) {
            throw new IllegalStateException(
                    "the cursor stands on no entry; call next() or seek(), and look at what they answer");
        }
        return tree.address();
    }

    private void checkAlive() {
        owner.checkReadable();
        if (validUnder != owner.stamp.value()) {
            throw new IllegalStateException(
                    "the cursor is stale: the store was changed since it was made; make a new one and seek()");
        }
    }
}
