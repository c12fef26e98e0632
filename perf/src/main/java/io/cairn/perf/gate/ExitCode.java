package io.cairn.perf.gate;

/** How the gate ends. */
enum ExitCode {
    /** Nothing got slower; or the run could not be compared, and that is allowed. */
    PASSED(0),
    /** Something got slower. */
    SLOWER(1),
    /** It could not be judged: a setting, the baseline, a benchmark; or what strict forbids. */
    NOT_JUDGED(2);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** What the process ends with. */
    int code() {
        return code;
    }
}
