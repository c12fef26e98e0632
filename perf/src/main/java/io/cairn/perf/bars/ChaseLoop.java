package io.cairn.perf.bars;

import io.cairn.engine.memory.Memory;
import io.cairn.perf.Dataset;

import java.util.Random;

/**
 * One dependent random read: follows pointers that visit a footprint of
 * {@value Dataset#ENTRY_BYTES} bytes an entry once, in random order.
 */
final class ChaseLoop extends Loop {
    private final Memory area;
    private final int entries;
    private final int[] order;
    private long at;
    private long steps;

    /** Links all places of {@code area} into one cycle. */
    ChaseLoop(String name, Memory area, int entries) {
        super(name);
        this.area = area;
        this.entries = entries;
        this.order = shuffled(entries);
        for (int place = 0; place < entries; place++) {
            area.putLong(offset(place), offset(place + 1L));
        }
        at = offset(0);
    }

    @Override
    void run(int count) {
        long here = at;
        for (int i = 0; i < count; i++) {
            here = area.getLong(here);
        }
        at = here;
        steps += count;
    }

    @Override
    void verify() {
        if (at != offset(steps)) {
            throw new IllegalStateException(
                    "a chase of steps=" + steps + " ended at the wrong offset=" + at);
        }
    }

    private long offset(long step) {
        return (long) order[(int) (step % entries)] * Dataset.ENTRY_BYTES;
    }

    private static int[] shuffled(int count) {
        Random random = new Random(1);
        int[] numbers = new int[count];
        for (int last = 0; last < count; last++) {
            int other = random.nextInt(last + 1);
            numbers[last] = numbers[other];
            numbers[other] = last;
        }
        return numbers;
    }
}
