package io.cairn.engine;

import io.cairn.engine.index.OrderIndex;
import io.cairn.engine.log.RecordLog;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot holds: a pinned root of the order index, and the log below it. The store knows
 * this and not the snapshot, so that one which is forgotten can be found: it is let go of then, on
 * the cleaner's thread, with a warning.
 */
final class SnapshotHold implements Runnable {
    private static final System.Logger LOG = System.getLogger("io.cairn");
    private static final boolean TRACED = Boolean.getBoolean("cairn.snapshot.trace");

    private final RecordLog log;
    private final OrderIndex order;
    private final Pin pin;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final @Nullable Throwable takenHere;

    /**
     * What must not change while a snapshot is open.
     *
     * @param epoch the epoch of the order index that it ended
     * @param logEnd the records before this address must not change
     * @param size how many entries there are
     * @param liveBytes bytes of their keys and values
     */
    record Pin(long epoch, long logEnd, long size, long liveBytes) {}

    /** Begins to hold; the order index was just pinned. */
    SnapshotHold(Contents contents, Pin pin) {
        this.log = contents.log();
        this.order = contents.order();
        this.pin = pin;
        this.takenHere = TRACED ? new Throwable("the snapshot was taken here") : null;
        log.retain();
        order.retain();
    }

    /** The one cleaner of the process: its thread begins with the first snapshot. */
    private static final class Finder {
        static final Cleaner CLEANER = Cleaner.create(work -> {
            Thread thread = new Thread(work, "cairn-snapshots");
            thread.setDaemon(true);
            return thread;
        });

        private Finder() {}
    }

    /** Watches over a snapshot; what is returned ends that. */
    Cleaner.Cleanable watch(EngineSnapshot snapshot) {
        return Finder.CLEANER.register(snapshot, this);
    }

    RecordLog log() {
        return log;
    }

    OrderIndex order() {
        return order;
    }

    Pin pin() {
        return pin;
    }

    boolean isOf(Contents contents) {
        return contents.isOrderedBy(order);
    }

    boolean isOpen() {
        return open.get();
    }

    /** Notes that the snapshot is closed; false if it was. Then {@link #release} is due. */
    boolean close() {
        return open.compareAndSet(true, false);
    }

    /** Lets go, after {@link #close} has answered true. */
    void release() {
        order.release();
        log.release();
    }

    /** Called when nobody can reach the snapshot any more. */
    @Override
    public void run() {
        if (close()) {
            release();
            warn();
        }
    }

    private void warn() {
        String message = "a snapshot of " + pin.size
                + " entries was forgotten: nothing refers to it, but it was not closed; close each"
                + " one, since until it was found it held back what later changes would free";
        if (takenHere == null) {
            LOG.log(
                    Level.WARNING,
                    message + "; -Dcairn.snapshot.trace=true tells where it was taken");
        } else {
            LOG.log(Level.WARNING, message, takenHere);
        }
    }
}
