package io.cairn.conformance.soak;

import java.util.EnumMap;
import java.util.Map;

/** What the soak of one backend has met. */
final class SoakFigures {
    /** What is counted, in the order in which it is told. */
    enum Figure {
        GENERATIONS("generations"),
        OPERATIONS("operations"),
        KILLS("kills"),
        POWER_CUTS("powerCuts"),
        ENDED_BY_THEMSELVES("endedByThemselves"),
        RECOVERIES("recoveries"),
        TORN_TAILS("tornTailsCut"),
        IMAGES_USED("imagesUsed"),
        FLUSHES("flushes"),
        COMPACTIONS("compactions"),
        RESTORES("restores"),
        FULL_DISK_MOMENTS("fullDiskMoments"),
        REFUSED("callsRefused"),
        ENTRIES("entriesCompared");

        private final String label;

        Figure(String label) {
            this.label = label;
        }
    }

    private final Map<Figure, Long> counts = new EnumMap<>(Figure.class);

    void add(Figure figure, long count) {
        counts.merge(figure, count, Long::sum);
    }

    void count(Figure figure) {
        add(figure, 1);
    }

    long of(Figure figure) {
        return counts.getOrDefault(figure, 0L);
    }

    /** Takes note of what an operation did. */
    void countStep(SoakStep step, int outcome) {
        count(Figure.OPERATIONS);
        boolean refused = outcome >= Journal.REFUSED && outcome < Journal.RECOVERED;
        if (refused || outcome == Journal.POISONED) {
            count(Figure.REFUSED);
        } else if (step instanceof SoakStep.Flush) {
            count(Figure.FLUSHES);
        } else if (step instanceof SoakStep.Compact) {
            count(Figure.COMPACTIONS);
        } else if (step instanceof SoakStep.Restore) {
            count(Figure.RESTORES);
        } else if (step instanceof SoakStep.FillDisk) {
            count(Figure.FULL_DISK_MOMENTS);
        } else if (step instanceof SoakStep.Reopen || step instanceof SoakStep.ReopenToLastFlush) {
            count(Figure.RECOVERIES);
        }
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        for (Figure figure : Figure.values()) {
            line.append(figure.label).append('=').append(of(figure)).append(' ');
        }
        return line.toString();
    }
}
