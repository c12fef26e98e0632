package io.cairn.cli;

import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes all entries as JSON Lines. */
@Command(
        name = "dump",
        description = {
            "Writes all entries in key order as JSON Lines, which `cairn load` reads.",
            "One entry is one object on a line of its own:",
            "  {\"key\":\"azE=\",\"value\":\"aGVsbG8=\"}",
            "Keys and values are base64 unless \"keyEncoding\" or \"valueEncoding\" says utf8 or hex."
        })
final class DumpCommand extends StoreCommand {
    @Option(
            names = "--keys",
            paramLabel = "ENCODING",
            defaultValue = "base64",
            description = "How keys are written: ${COMPLETION-CANDIDATES} (default: base64). A key"
                    + " that is no UTF-8 is written as base64.")
    private TextEncoding keys = TextEncoding.BASE64;

    @Option(
            names = "--values",
            paramLabel = "ENCODING",
            defaultValue = "base64",
            description = "How values are written, likewise.")
    private TextEncoding values = TextEncoding.BASE64;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to a file, which must not exist, instead of the standard output.")
    private @Nullable Path output;

    DumpCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Path file = output;
        if (file != null && Files.exists(file)) {
            throw new IllegalArgumentException(
                    "--output=" + file + " exists; give the path of a new file");
        }
        try (StateStore store = openToRead()) {
            if (file == null) {
                dump(store, writer());
            } else {
                try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                    dump(store, writer);
                }
            }
        }
        return ExitCode.OK;
    }

    private void dump(StateStore store, Writer writer) throws IOException {
        JsonLines lines = new JsonLines(keys, values);
        ProgressLines progress = progress("entries");
        long done = 0;
        for (Cursor cursor = store.scan(KeyRange.all(), Direction.FORWARD); cursor.next(); ) {
            writer.write(lines.write(cursor.key().toByteArray(), cursor.value().toByteArray()));
            writer.write('\n');
            progress.report(++done, store.size());
        }
        writer.flush();
    }
}
