package io.cairn.conformance.soak;

import java.util.Arrays;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a store is in a state that it may be in, by letting its model follow the
 * journal: it counts the keys that differ, and looks whether that is ever none.
 */
final class Replay implements SoakModel.Watcher {
    private final SoakModel model;
    private final NavigableMap<byte[], byte[]> found;
    private int different;
    private int leastDifferent;
    private boolean earlierStatesCount;

    /**
     * For one store.
     *
     * @param model is as the generation began; follows
     * @param found what the store holds
     */
    Replay(SoakModel model, NavigableMap<byte[], byte[]> found) {
        this.model = model;
        this.found = found;
    }

    /**
     * Follows a generation.
     *
     * @param journal what became of it
     * @param steps gives its operations
     * @param powerWasLost whether what was not forced may be gone
     * @return the number of operations that returned
     */
    int follow(Journal journal, Steps steps, boolean powerWasLost) {
        earlierStatesCount = powerWasLost;
        different = differences();
        leastDifferent = different;
        model.watch(this);
        int number = 0;
        for (; journal.outcome(number) != Journal.NOTHING; number++) {
            int outcome = journal.outcome(number);
            SoakStep step = steps.step(number);
            steps.returned(step, outcome);
            step.follow(model, outcome);
        }
        if (!powerWasLost) {
            leastDifferent = different;
        }
        earlierStatesCount = true;
        if (number < steps.count()) {
            steps.step(number).perhaps(model);
        }
        model.unwatch();
        return number;
    }

    /** The operations of a generation. */
    interface Steps {
        /** Returns how many there are. */
        int count();

        /** Returns one of them. */
        SoakStep step(int number);

        /** Is told of one that returned. */
        void returned(SoakStep step, int outcome);
    }

    /** Returns how many keys differ between the store and the nearest state it may be in. */
    int leastDifferent() {
        return leastDifferent;
    }

    private int differences() {
        int count = 0;
        for (byte[] key : found.keySet()) {
            count += model.get(key) == null ? 1 : 0;
        }
        for (byte[] key : model.entries().keySet()) {
            count += differs(key, model.get(key)) ? 1 : 0;
        }
        return count;
    }

    private boolean differs(byte[] key, byte @Nullable [] value) {
        return !Arrays.equals(value, found.get(key));
    }

    @Override
    public void changed(byte[] key, byte @Nullable [] before, byte @Nullable [] after) {
        different += (differs(key, after) ? 1 : 0) - (differs(key, before) ? 1 : 0);
    }

    @Override
    public void state() {
        if (earlierStatesCount) {
            leastDifferent = Math.min(leastDifferent, different);
        }
    }

    @Override
    public void boundary() {
        leastDifferent = different;
    }
}
