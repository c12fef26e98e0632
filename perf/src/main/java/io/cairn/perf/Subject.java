package io.cairn.perf;

/**
 * What one row of the table is about.
 *
 * @param workload what is done
 * @param backend on which backend; {@value #NO_BACKEND} where none takes part
 * @param medium where the bytes lie
 */
record Subject(Workload workload, String backend, Medium medium) {
    /** The backend of a workload that uses none. */
    static final String NO_BACKEND = "-";
}
