package io.cairn.perf;

/** What can be measured: a benchmark's method and how it is called in tables. */
enum Workload {
    /** Zero-copy lookup of a present key. */
    GET_REF("getRef", GetRefBenchmark.class, "getRef"),
    /** Lookup of an absent key. */
    GET_MISSING("getRef, absent", GetMissingBenchmark.class, "getMissing"),
    /** Whether a present key is there. */
    CONTAINS("contains", ContainsBenchmark.class, "contains"),
    /** Put of a present key. */
    OVERWRITE("put, overwriting", OverwriteBenchmark.class, "overwrite"),
    /** Put of a new key. */
    INSERT("put, inserting", InsertBenchmark.class, "insert"),
    /** Seek, and the reading of 100 entries. */
    SCAN("scan of 100", ScanBenchmark.class, "scan"),
    /** Two dependent random reads: the least that any index can do. */
    FLOOR("floor: two reads", FloorBenchmark.class, "twoReads"),
    /** One dependent random read. */
    CHASE("pointer chase", ChaseBenchmark.class, "chase"),
    /** The JDK's ordered map. */
    TREE_MAP("TreeMap get", TreeMapBenchmark.class, "get"),
    /** Nothing. */
    TIMER("timer alone", TimerBenchmark.class, "empty");

    private final String title;
    private final Class<?> benchmark;
    private final String method;

    Workload(String title, Class<?> benchmark, String method) {
        this.title = title;
        this.benchmark = benchmark;
        this.method = method;
    }

    /** What tables call it. */
    String title() {
        return title;
    }

    /** The full name of the benchmark's method, as JMH knows it. */
    String benchmarkName() {
        return benchmark.getName() + "." + method;
    }

    /** How many entries one operation visits. */
    int stepsPerOperation() {
        return this == SCAN ? ScanBenchmark.SCAN_LENGTH : 1;
    }

    /** Whether it is measured on each backend in turn. */
    boolean isPerBackend() {
        return this != TREE_MAP && this != TIMER && this != CHASE;
    }

    /** Whether it needs a backend's memory at all. */
    boolean usesBackend() {
        return this != TREE_MAP && this != TIMER;
    }
}
