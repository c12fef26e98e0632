package io.cairn.cli;

/** What a command tells its caller by its exit code. */
final class ExitCode {
    /** All is well. */
    static final int OK = 0;
    /** Damage, bad input, an absent key: the command worked, but the answer is no. */
    static final int FOUND = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** The command could not do its work. */
    static final int FAILED = 3;

    private ExitCode() {}
}
