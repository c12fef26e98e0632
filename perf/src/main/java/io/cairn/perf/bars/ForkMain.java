package io.cairn.perf.bars;

import io.cairn.StateStores;

import java.util.List;

/** What runs in a JVM that {@link BarsMain} starts. */
public final class ForkMain {
    /** The exit code of a fork whose backend cannot run in its JVM. */
    static final int UNAVAILABLE = 3;

    private ForkMain() {}

    /**
     * Does the work of one fork. A wrong answer ends it with a stack trace and an exit code that is
     * not 0.
     *
     * @param args as {@link ForkSettings#arguments} gives them
     */
    public static void main(String[] args) {
        ForkSettings settings = ForkSettings.parse(List.of(args));
        Readings readings = new Readings();
        switch (settings.task()) {
            case MEASURE -> new StoreCourse(settings, readings).run();
            case MAKE -> OpenCourse.make(settings, readings);
            case OPEN -> new OpenCourse(settings, readings).run();
            case SNAPSHOT -> new SnapshotCourse(settings, readings).run();
            case COMPACT -> new CompactionCourse(settings, readings).run();
            case PROBE -> probe(settings);
        }
        readings.write(settings.path());
    }

    private static void probe(ForkSettings settings) {
        boolean isAvailable = StateStores.backends().stream()
                .anyMatch(backend ->
                        backend.name().equals(settings.backend()) && backend.isAvailable());
        if (!isAvailable) {
            System.err.println(StateStores.backends());
            System.exit(UNAVAILABLE);
        }
    }
}
