package io.cairn.conformance.soak;

import io.cairn.Direction;
import io.cairn.StateStore;
import io.cairn.WriteBatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One operation. The victim runs it on a store, compares the answer with its model, and then has
 * the model follow; the parent has only its model follow.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
sealed interface SoakStep {
    /**
     * Does it to the session's store.
     *
     * @return how it came out, for the journal
     * @throws io.cairn.StateStoreException if there was no room
     */
    int run(SoakSession session) throws IOException;

    /** Does to the model what it does to a store when it comes out so. */
    default void follow(SoakModel model, int outcome) {}

    /**
     * Does to the model what may have become of a store in the midst of it; each state in between
     * is one that may be found.
     */
    default void perhaps(SoakModel model) {
        follow(model, Journal.DONE);
    }

    /** Tells what of it was done when it threw for want of room. */
    default int partsDone(StateStore store) {
        return 0;
    }

    /** Puts one entry. */
    record Put(byte[] key, byte[] value) implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.store().put(key, value);
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            if (outcome == Journal.DONE) {
                model.set(key, value);
            }
        }
    }

    /** Puts entries of different keys. */
    record PutAll(byte[][] keys, byte[][] values) implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.store().putAll(keys, values);
            return Journal.DONE;
        }

        @Override
        public int partsDone(StateStore store) {
            int parts = 0;
            while (parts < keys.length && Arrays.equals(store.get(keys[parts]), values[parts])) {
                parts++;
            }
            return parts;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            int parts =
                    outcome == Journal.DONE ? keys.length : Math.max(0, outcome - Journal.REFUSED);
            for (int i = 0; i < parts; i++) {
                model.set(keys[i], values[i]);
            }
        }
    }

    /** Puts and deletes of different keys, all together; a value that is null deletes. */
    record Write(byte[][] keys, byte[] @Nullable [] values) implements SoakStep {
        @Override
        public int run(SoakSession session) {
            WriteBatch batch = new WriteBatch();
            for (int i = 0; i < keys.length; i++) {
                byte[] value = values[i];
                if (value == null) {
                    batch.delete(keys[i]);
                } else {
                    batch.put(keys[i], value);
                }
            }
            session.store().write(batch);
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            if (outcome == Journal.DONE) {
                model.setAll(keys, values);
            }
        }
    }

    /** Inverts the first bytes of a value, if it is there. */
    record Update(byte[] key, int count) implements SoakStep {
        @Override
        public int run(SoakSession session) {
            boolean present = session.store().update(key, view -> {
                for (int i = 0; i < Math.min(count, view.length()); i++) {
                    view.putByte(i, (byte) ~view.getByte(i));
                }
            });
            session.requireSame(present, session.model().get(key) != null, "update");
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            byte[] present = model.get(key);
            if (present == null || outcome != Journal.DONE) {
                return;
            }
            byte[] value = present.clone();
            for (int i = 0; i < Math.min(count, value.length); i++) {
                value[i] = (byte) ~value[i];
            }
            model.set(key, value);
        }
    }

    /** Adds to a counter. */
    record AddLong(byte[] key, long delta) implements SoakStep {
        @Override
        public int run(SoakSession session) {
            long sum = session.store().addLong(key, delta);
            session.requireSame(sum, sum(session.model()), "addLong");
            return Journal.DONE;
        }

        private long sum(SoakModel model) {
            byte[] present = model.get(key);
            return delta + (present == null ? 0 : SoakKeys.number(present));
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            if (outcome == Journal.DONE) {
                model.set(key, SoakKeys.bytes(sum(model)));
            }
        }
    }

    /** Deletes one key. */
    record Delete(byte[] key) implements SoakStep {
        @Override
        public int run(SoakSession session) {
            boolean present = session.store().delete(key);
            session.requireSame(present, session.model().get(key) != null, "delete");
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            if (outcome == Journal.DONE && model.get(key) != null) {
                model.set(key, null);
            }
        }
    }

    /** Removes everything. */
    record Clear() implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.store().clear();
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            if (outcome == Journal.DONE) {
                model.clear();
            }
        }
    }

    /** Reads one key. */
    record Read(byte[] key) implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.verifyRead(key);
            return Journal.DONE;
        }
    }

    /** Scans some entries from a key on. */
    record Scan(byte[] key, Direction direction, int count) implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.verifyScan(key, direction, count);
            return Journal.DONE;
        }
    }

    /** Checks everything. */
    record VerifyAll() implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.verifyAll();
            return Journal.DONE;
        }
    }

    /** Flushes with a tag. */
    record Flush(byte[] tag) implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.store().flush(tag);
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            if (outcome == Journal.DONE) {
                model.flushed(tag);
            } else if (outcome == Journal.POISONED) {
                model.perhapsFlushed(tag);
            }
        }

        @Override
        public void perhaps(SoakModel model) {
            model.perhapsFlushed(tag);
        }
    }

    /** Compacts. */
    record Compact() implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.store().compact();
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            if (outcome == Journal.DONE) {
                model.flushedWithLastTag();
            } else if (outcome == Journal.POISONED) {
                model.perhapsFlushedWithLastTag();
            }
        }

        @Override
        public void perhaps(SoakModel model) {
            model.perhapsFlushedWithLastTag();
        }
    }

    /** Writes an index image. */
    record SaveIndex() implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.store().saveIndex();
            return Journal.DONE;
        }
    }

    /** Takes a snapshot in the place of the last one. */
    record TakeSnapshot() implements SoakStep {
        @Override
        public int run(SoakSession session) {
            session.takeSnapshot();
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            if (outcome == Journal.DONE) {
                model.takeSnapshot();
            }
        }
    }

    /** Writes the snapshot to a stream, restores that elsewhere, and compares. */
    record CheckSnapshot() implements SoakStep {
        @Override
        public int run(SoakSession session) throws IOException {
            session.verifySnapshot();
            return Journal.DONE;
        }
    }

    /** Brings the store back to its snapshot, if there is one. */
    record Restore(boolean fromStream) implements SoakStep {
        @Override
        public int run(SoakSession session) throws IOException {
            if (session.model().snapshot() != null) {
                session.restore(fromStream);
            }
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            @Nullable NavigableMap<byte[], byte[]> shown = model.snapshot();
            if (shown != null && outcome == Journal.DONE) {
                model.replaceAll(shown);
                model.flushedWithLastTag();
            } else if (outcome == Journal.POISONED) {
                perhaps(model);
            }
        }

        @Override
        public void perhaps(SoakModel model) {
            @Nullable NavigableMap<byte[], byte[]> shown = model.snapshot();
            if (shown != null) {
                model.replaceAll(shown);
                model.perhapsFlushedWithLastTag();
            }
        }
    }

    /** Closes the store and opens it again. */
    record Reopen() implements SoakStep {
        @Override
        public int run(SoakSession session) throws IOException {
            session.reopen();
            return Journal.DONE;
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            model.dropSnapshot();
        }
    }

    /** Closes the store and opens it again at its last flush. */
    record ReopenToLastFlush() implements SoakStep {
        @Override
        public int run(SoakSession session) throws IOException {
            return Journal.RECOVERED + session.reopenToLastFlush();
        }

        @Override
        public void follow(SoakModel model, int outcome) {
            if (outcome >= Journal.RECOVERED) {
                model.recoveredTo(model.flushPoints().get(outcome - Journal.RECOVERED));
            }
        }

        @Override
        public void perhaps(SoakModel model) {
            for (SoakModel.FlushPoint point : model.flushPoints()) {
                model.replaceAll(point.entries());
            }
        }
    }

    /** Takes all room on the disk. */
    record FillDisk() implements SoakStep {
        @Override
        public int run(SoakSession session) throws IOException {
            session.fillDisk();
            return Journal.DONE;
        }
    }

    /** Gives it back. */
    record MakeRoom() implements SoakStep {
        @Override
        public int run(SoakSession session) throws IOException {
            session.makeRoom();
            return Journal.DONE;
        }
    }

    /**
     * Returns an operation of a generation. The first one is always a flush, with which the
     * generation begins.
     *
     * @param seed the generation's
     * @param number which one
     * @param onSmallDisk whether the disk is one to fill
     */
    static SoakStep of(long seed, int number, boolean onSmallDisk) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        byte[] tag = SoakKeys.bytes(seed + number);
        return number == 0 ? new Flush(tag) : SoakMix.step(random, tag, onSmallDisk);
    }
}
