package io.cairn.fuzz;

import io.cairn.cli.CommandLineRunner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * JSON Lines of any bytes for {@code cairn load}: it loads them, or ends with exit code 1 and names
 * the line. What was loaded is sound, and is the same when it is dumped and loaded again.
 */
public final class JsonLinesFuzz {
    static final String NAME = "jsonlines";

    private static final Workspace WORKSPACE = new Workspace();
    private static final Tally TALLY = new Tally(NAME);
    private static final int OK = 0;
    private static final int BAD_INPUT = 1;

    private JsonLinesFuzz() {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Result(int code, byte[] out, String err) {}

    /**
     * Called by the fuzzer.
     *
     * @param input the lines
     */
    public static void fuzzerTestOneInput(byte[] input) {
        WORKSPACE.clear();
        Result loaded = run(input, "load", WORKSPACE.store());
        Probe.require(
                loaded.code == OK || loaded.code == BAD_INPUT,
                "exit code " + loaded.code + ": " + loaded.err);
        Probe.require(
                loaded.code == OK || loaded.err.contains("line="),
                "no line is named: " + loaded.err);
        requireOk(run(new byte[0], "verify", WORKSPACE.store()));
        byte[] lines = requireOk(run(new byte[0], "dump", WORKSPACE.store()));
        requireOk(run(lines, "load", WORKSPACE.other()));
        byte[] again = requireOk(run(new byte[0], "dump", WORKSPACE.other()));
        Probe.require(Arrays.equals(lines, again), "what was dumped loads as something else");
        TALLY.count(Workspace.BACKENDS.get(0).name(), loaded.code == OK ? "loaded" : "refused");
    }

    /** Called by the fuzzer at its end. */
    public static void fuzzerTearDown() {
        TALLY.print();
    }

    private static Result run(byte[] input, String command, Path path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = CommandLineRunner.run(input, out, err, command, path.toString());
        return new Result(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    private static byte[] requireOk(Result result) {
        Probe.require(result.code == OK, "exit code " + result.code + ": " + result.err);
        return result.out;
    }
}
