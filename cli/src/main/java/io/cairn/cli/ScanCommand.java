package io.cairn.cli;

import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints entries of a range. */
@Command(
        name = "scan",
        description =
                "Writes the entries of a range in key order, as JSON Lines like those of `cairn"
                        + " dump`.")
final class ScanCommand extends StoreCommand {
    @Option(names = "--prefix", paramLabel = "KEY", description = "Only keys that begin with this.")
    private @Nullable String prefix;

    @Option(names = "--from", paramLabel = "KEY", description = "The least key.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "KEY", description = "The least key beyond.")
    private @Nullable String to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The most entries (default: no limit).")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--reverse", description = "From the greatest key down.")
    private boolean reverse;

    @Option(names = "--keys-only", description = "Leave the values out.")
    private boolean keysOnly;

    @Option(
            names = "--args",
            paramLabel = "ENCODING",
            defaultValue = "utf8",
            description = "How KEYs are written here: ${COMPLETION-CANDIDATES} (default: utf8).")
    private TextEncoding args = TextEncoding.UTF8;

    @Option(
            names = "--keys",
            paramLabel = "ENCODING",
            defaultValue = "utf8",
            description = "How keys are written: ${COMPLETION-CANDIDATES} (default: utf8). A key"
                    + " that is no UTF-8 is written as base64.")
    private TextEncoding keys = TextEncoding.UTF8;

    @Option(
            names = "--values",
            paramLabel = "ENCODING",
            defaultValue = "utf8",
            description = "How values are written, likewise.")
    private TextEncoding values = TextEncoding.UTF8;

    ScanCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 0) {
            throw new IllegalArgumentException("--limit=" + limit + " is negative");
        }
        KeyRange range = range();
        try (StateStore store = openToRead()) {
            Direction direction = reverse ? Direction.BACKWARD : Direction.FORWARD;
            write(store.scan(range, direction));
            return ExitCode.OK;
        }
    }

    private KeyRange range() {
        if (prefix != null && (from != null || to != null)) {
            throw new IllegalArgumentException(
                    "--prefix stands alone; give it, or --from and --to");
        }
        if (prefix != null) {
            return KeyRange.prefix(args.decode(prefix));
        }
        byte[] start = args.decode(from == null ? "" : from);
        return to == null ? KeyRange.from(start) : KeyRange.of(start, args.decode(to));
    }

    private void write(Cursor cursor) throws IOException {
        JsonLines lines = new JsonLines(keys, values);
        ProgressLines progress = progress("entries");
        Writer writer = writer();
        for (long done = 0; done < limit && cursor.next(); done++) {
            byte[] value = keysOnly ? null : cursor.value().toByteArray();
            writer.write(lines.write(cursor.key().toByteArray(), value));
            writer.write('\n');
            progress.report(done, 0);
        }
        writer.flush();
    }
}
