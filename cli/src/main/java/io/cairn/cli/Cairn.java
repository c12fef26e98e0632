package io.cairn.cli;

import io.cairn.CorruptStoreException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The command {@code cairn}, which has nothing but subcommands. */
@Command(
        name = "cairn",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Cairn.Version.class,
        description = "Looks after the files of Cairn stores.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:damage was found, something was lost, input is bad, or a key is absent",
            "2:the command line is wrong",
            "3:it could not be done: no such file, no right to it, it is open elsewhere, the disk is"
                    + " full"
        })
public final class Cairn {
    private Cairn() {}

    /** Says which release this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Cairn.class.getPackage().getImplementationVersion();
            return new String[] {"cairn " + (version == null ? "(not packaged)" : version)};
        }
    }

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Console console =
                new Console(System.in, new FileOutputStream(FileDescriptor.out), System.err);
        System.exit(run(console, args));
    }

    /** Runs a command and returns its exit code. */
    static int run(Console console, String... args) {
        CommandLine line = new CommandLine(new Cairn())
                .addSubcommand(new VerifyCommand(console))
                .addSubcommand(new StatsCommand(console))
                .addSubcommand(new DumpCommand(console))
                .addSubcommand(new LoadCommand(console))
                .addSubcommand(new GetCommand(console))
                .addSubcommand(new ScanCommand(console))
                .addSubcommand(new CompactCommand(console))
                .addSubcommand(new RepairCommand(console))
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            console.err().println("cairn: " + describe(failure));
            return exitCodeOf(failure);
        });
        return line.execute(args);
    }

    /** What Cairn throws says it all; of anything else the kind is needed too. */
    private static String describe(Exception failure) {
        String message = failure.getMessage();
        boolean isOwn = failure instanceof BadInputException
                || failure.getClass().getName().startsWith("io.cairn.");
        return isOwn && message != null ? message : failure.toString();
    }

    private static int exitCodeOf(Exception failure) {
        if (failure instanceof CorruptStoreException || failure instanceof BadInputException) {
            return ExitCode.FOUND;
        }
        return failure instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
