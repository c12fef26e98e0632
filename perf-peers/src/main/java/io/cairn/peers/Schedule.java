package io.cairn.peers;

/**
 * How long each phase of measuring may take so that the whole run takes about as long as it should.
 *
 * @param seconds for all but YCSB
 * @param phaseMillis a phase of a loop over entries
 * @param ycsbSeconds for YCSB
 * @param ycsbPhaseMillis a phase of a YCSB workload
 */
record Schedule(double seconds, long phaseMillis, double ycsbSeconds, long ycsbPhaseMillis) {
    /** Its workloads need a second to be compiled, each. */
    private static final double YCSB_SHARE = 0.5;
    /** Loops that end by time; inserting ends by count. */
    private static final int LOOPS = 4;

    private static final int YCSB_WORKLOADS = 6;
    private static final int YCSB_PHASES = 2;
    /** Starting a JVM. */
    private static final double START_MILLIS = 700;
    /** Loading, inserting and verifying, an entry, on average over the stores. */
    private static final double ENTRY_MICROS = 5.5;
    /** Making, loading and verifying a record of YCSB. */
    private static final double RECORD_MICROS = 25;

    private static final long LEAST_MILLIS = 20;
    private static final long MOST_MILLIS = 5_000;

    /**
     * Shares the time out.
     *
     * @param stores how many stores are measured
     * @param ycsbStores how many of them with YCSB
     */
    Schedule(PeerSettings settings, int stores, int ycsbStores) {
        this(
                settings.seconds() * (1 - ycsbShare(settings)),
                millis(
                        settings.seconds() * (1 - ycsbShare(settings)),
                        settings.rounds() * stores,
                        settings.entries() * ENTRY_MICROS,
                        LOOPS * LoopTimer.PHASES),
                settings.seconds() * ycsbShare(settings),
                millis(
                        settings.seconds() * ycsbShare(settings),
                        settings.rounds() * ycsbStores,
                        settings.records() * RECORD_MICROS,
                        YCSB_WORKLOADS * YCSB_PHASES));
    }

    private static double ycsbShare(PeerSettings settings) {
        return settings.records() > 0 ? YCSB_SHARE : 0;
    }

    private static long millis(double seconds, int forks, double overheadMicros, int phases) {
        double each = seconds * 1000 / Math.max(1, forks) - START_MILLIS - overheadMicros / 1000;
        return Math.max(LEAST_MILLIS, Math.min(MOST_MILLIS, (long) (each / phases)));
    }
}
