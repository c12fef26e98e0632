package io.cairn.conformance;

import io.cairn.StateStore;
import io.cairn.StateStoreException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The death of a process, as its disk sees it: from some event on nothing more is done. What was
 * written until then is there, forced or not.
 */
final class Kill implements SimulatedDisk.Listener {
    private final int at;
    private int events;
    private boolean done;

    /**
     * Kills before an event.
     *
     * @param at how many events come before it; negative for never
     */
    Kill(int at) {
        this.at = at;
    }

    @Override
    public void before(String event) throws IOException {
        done |= events++ == at;
        if (done) {
            throw new IOException("killed before: " + event);
        }
    }

    /** Tells whether the process is dead. */
    boolean isDone() {
        return done;
    }

    /** Frees what the process held, as the system does; a dead process's store changes nothing. */
    void closeWhatIsLeft(@Nullable StateStore store) {
        if (store == null) {
            return;
        }
        try {
            store.close();
        } catch (StateStoreException e) {
            if (!done) {
                throw e;
            }
        }
    }
}
