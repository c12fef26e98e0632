package io.cairn.engine;

import io.cairn.WriteBatch;
import io.cairn.engine.index.OrderIndex;
import io.cairn.engine.log.LogBatch;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;

/**
 * Makes all changes of a {@link WriteBatch} or none, in two parts. What can fail comes first, and
 * can be undone: the records are appended, without their checksums; room is made in the order
 * index; the point index is pointed at the records. Then comes what cannot fail: the records get
 * their checksums, the order index follows, keys are removed, and, in memory, values are
 * overwritten in place. Owner's thread only.
 */
final class BatchWriter {
    private final BatchPlan plan;
    private final KeyOrder inOrder;
    private final LogBatch records;
    private Contents contents;
    private RecordLog log;
    private boolean onFile;

    BatchWriter(EntryWriter writer, Contents contents) {
        this.plan = new BatchPlan(writer);
        this.inOrder = new KeyOrder(plan);
        this.contents = contents;
        this.log = contents.log();
        this.records = new LogBatch(log);
    }

    /**
     * Writes a batch.
     *
     * @param target what to write into, with which the entry writer of this writer works, too
     * @return whether anything was changed
     */
    boolean write(WriteBatch batch, Contents target) {
        if (batch.count() == 0) {
            return false;
        }
        contents = target;
        log = target.log();
        onFile = log.file() != null;
        try {
            plan.make(batch, contents);
            inOrder.take();
            prepare();
            return finish();
        } finally {
            plan.trim();
            inOrder.trim();
        }
    }

    /** Does all that can fail. */
    private void prepare() {
        records.begin(log);
        int pointed = 0;
        boolean done = false;
        try {
            contents.ensureRoomInOrder(plan.newKeys(), plan.others());
            for (int i = 0; i < plan.count(); i++) {
                append(i);
            }
            while (pointed < inOrder.count()) {
                pointAt(inOrder.operation(pointed));
                pointed++;
            }
            plan.requireUnchanged();
            done = true;
        } finally {
            if (!done) {
                undo(pointed);
            }
        }
    }

    private void append(int i) {
        byte action = plan.action(i);
        WriteBatch.Reader operation = plan.operation(i);
        int keyLength = operation.keyLength();
        int valueLength = operation.valueLength();
        if (action == BatchPlan.PUT) {
            log.ensureRoom(RecordFormat.size(keyLength, valueLength));
        } else if (action == BatchPlan.REMOVE && onFile) {
            log.ensureRoomToRemove(RecordFormat.size(keyLength, valueLength));
        } else {
            return;
        }
        int kind = action == BatchPlan.PUT ? RecordFormat.PUT : RecordFormat.DELETE;
        byte[] bytes = operation.bytes();
        long address = records.append(kind, bytes, operation.keyOffset(), keyLength, valueLength);
        log.putValue(address, keyLength, 0, bytes, operation.valueOffset(), valueLength);
        plan.setAddress(i, address);
    }

    private void pointAt(int i) {
        WriteBatch.Reader operation = plan.operation(i);
        contents.pointAt(
                plan.hash(i),
                operation.bytes(),
                operation.keyOffset(),
                operation.keyLength(),
                plan.address(i));
    }

    private void undo(int pointed) {
        for (int j = pointed - 1; j >= 0; j--) {
            int i = inOrder.operation(j);
            WriteBatch.Reader operation = plan.operation(i);
            contents.pointBack(
                    plan.hash(i),
                    operation.bytes(),
                    operation.keyOffset(),
                    operation.keyLength(),
                    plan.before(i));
        }
        records.abandon();
    }

    /** Does all that cannot fail. */
    private boolean finish() {
        records.commit();
        if (plan.newKeys() > OrderIndex.IN_ANY_ORDER) {
            inOrder.sort();
        }
        for (int j = 0; j < inOrder.count(); j++) {
            follow(inOrder.operation(j));
        }
        boolean changed = false;
        for (int i = 0; i < plan.count(); i++) {
            if (plan.action(i) != BatchPlan.NOTHING) {
                complete(i);
                changed = true;
            }
        }
        return changed;
    }

    /** Each key that the batch changes comes here once, in the order of the operations. */
    private void complete(int i) {
        if (plan.action(i) == BatchPlan.REMOVE) {
            remove(i);
        } else if (plan.action(i) == BatchPlan.OVERWRITE) {
            overwrite(i);
        }
    }

    private void follow(int i) {
        WriteBatch.Reader operation = plan.operation(i);
        contents.follow(
                operation.bytes(),
                operation.keyOffset(),
                operation.keyLength(),
                plan.address(i),
                plan.before(i));
    }

    private void remove(int i) {
        WriteBatch.Reader operation = plan.operation(i);
        byte[] bytes = operation.bytes();
        int offset = operation.keyOffset();
        int length = operation.keyLength();
        long address = contents.find(plan.hash(i), bytes, offset, length);
        contents.unlink(bytes, offset, length, address);
    }

    private void overwrite(int i) {
        WriteBatch.Reader operation = plan.operation(i);
        long address = plan.before(i);
        int length = operation.valueLength();
        contents.resizeInPlace(address, operation.keyLength(), length);
        log.putValue(
                address,
                operation.keyLength(),
                0,
                operation.bytes(),
                operation.valueOffset(),
                length);
    }
}
