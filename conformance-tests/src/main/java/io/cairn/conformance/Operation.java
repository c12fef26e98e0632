package io.cairn.conformance;

import io.cairn.Direction;

import java.io.IOException;

/**
 * One step of a random sequence. Keys are numbers in the sequence's {@link KeySpace}, values are a
 * length and a seed, so that a failing sequence shrinks well and prints short. Every operation is
 * legal in every state.
 */
sealed interface Operation {
    /** Does it to the session's store and to its model, and compares the answers. */
    void run(Session session) throws IOException;

    /** Puts one entry. */
    record Put(Form form, int key, int length, int seed) implements Operation {
        @Override
        public void run(Session session) {
            session.put(form, key, Bytes.random(seed, length));
        }
    }

    /** Puts entries under numbers that follow each other, up or down, so that trees grow. */
    record PutRun(int from, int count, boolean up, int length) implements Operation {
        @Override
        public void run(Session session) {
            for (int i = 0; i < count; i++) {
                session.put(Form.ARRAY, from + (up ? i : count - 1 - i), Bytes.random(i, length));
            }
        }
    }

    /** Deletes one key. */
    record Delete(Form form, int key) implements Operation {
        @Override
        public void run(Session session) {
            session.delete(form, key);
        }
    }

    /** Deletes every step-th of the numbers that follow each other, so that trees shrink. */
    record DeleteRun(int from, int count, int step) implements Operation {
        @Override
        public void run(Session session) {
            for (int i = 0; i < count; i++) {
                session.delete(Form.ARRAY, from + i * step);
            }
        }
    }

    /** Gets the present value or inserts one. */
    record GetOrInsert(int key, int length, int seed) implements Operation {
        @Override
        public void run(Session session) {
            session.getOrInsert(key, Bytes.random(seed, length));
        }
    }

    /** Puts a batch of entries, from one number on in steps; 0 puts one key again and again. */
    record PutAll(int from, int count, int step, int length) implements Operation {
        @Override
        public void run(Session session) {
            session.putAll(from, count, step, length);
        }
    }

    /**
     * Puts and deletes in one batch, from one number on in steps; 0 takes one key again and again.
     */
    record Write(Form form, int from, int count, int step, int seed) implements Operation {
        @Override
        public void run(Session session) {
            session.write(form, from, count, step, seed);
        }
    }

    /** Looks up a batch of keys, from one number on in steps. */
    record GetAll(int from, int count, int step) implements Operation {
        @Override
        public void run(Session session) {
            session.getAll(from, count, step);
        }
    }

    /** Inverts bytes of a value in place, if it is there. */
    record Update(int key, int from, int count) implements Operation {
        @Override
        public void run(Session session) {
            session.update(key, from, count);
        }
    }

    /** Writes into a value in place, and throws. */
    record UpdateAndThrow(int key) implements Operation {
        @Override
        public void run(Session session) {
            session.updateAndThrow(key);
        }
    }

    /** Adds to the number under a key, which may have a value that is none. */
    record AddLong(int key, long delta) implements Operation {
        @Override
        public void run(Session session) {
            session.addLong(key, delta);
        }
    }

    /** Reads one key in each of the four ways. */
    record Read(Form form, int key, int room) implements Operation {
        @Override
        public void run(Session session) {
            session.read(form, key, room);
        }
    }

    /** Scans a range between two keys, and seeks in it. */
    record Scan(int start, int end, boolean openEnd, Direction direction, int seek)
            implements Operation {
        @Override
        public void run(Session session) {
            session.scan(start, end, openEnd, direction, seek);
        }
    }

    /** Scans the keys that begin with the first bytes of a key. */
    record PrefixScan(int key, int length, Direction direction) implements Operation {
        @Override
        public void run(Session session) {
            session.prefixScan(key, length, direction);
        }
    }

    /** Removes everything. */
    record Clear() implements Operation {
        @Override
        public void run(Session session) {
            session.clear();
        }
    }

    /** Flushes without a tag. */
    record Flush() implements Operation {
        @Override
        public void run(Session session) {
            session.flush();
        }
    }

    /** Flushes with a tag. */
    record FlushTag(int length) implements Operation {
        @Override
        public void run(Session session) {
            session.flush(Bytes.random(length, length));
        }
    }

    /** Closes the store and opens it again. */
    record Reopen(boolean toLastFlush) implements Operation {
        @Override
        public void run(Session session) {
            session.reopen(toLastFlush);
        }
    }

    /** Compacts. */
    record Compact() implements Operation {
        @Override
        public void run(Session session) {
            session.compact();
        }
    }

    /** Writes an index image. */
    record SaveIndex() implements Operation {
        @Override
        public void run(Session session) {
            session.saveIndex();
        }
    }

    /** Takes a snapshot, which lives on. */
    record TakeSnapshot() implements Operation {
        @Override
        public void run(Session session) {
            session.takeSnapshot();
        }
    }

    /** Compares one of the live snapshots with the model of its moment. */
    record CheckSnapshot(int which) implements Operation {
        @Override
        public void run(Session session) {
            session.checkSnapshot(which);
        }
    }

    /** Closes one of the live snapshots. */
    record CloseSnapshot(int which) implements Operation {
        @Override
        public void run(Session session) {
            session.closeSnapshot(which);
        }
    }

    /** Replaces the entries by those of one of the live snapshots. */
    record Restore(int which) implements Operation {
        @Override
        public void run(Session session) {
            session.restore(which);
        }
    }

    /** Writes one of the live snapshots to a stream, which is kept. */
    record WriteSnapshot(int which) implements Operation {
        @Override
        public void run(Session session) throws IOException {
            session.writeSnapshot(which);
        }
    }

    /** Replaces the entries by those of the stream that was kept. */
    record RestoreStream() implements Operation {
        @Override
        public void run(Session session) throws IOException {
            session.restoreStream();
        }
    }

    /** Compares the whole content. */
    record CheckAll() implements Operation {
        @Override
        public void run(Session session) {
            session.checkAll();
        }
    }
}
