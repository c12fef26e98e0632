package io.cairn.cli;

import com.google.gson.JsonObject;
import io.cairn.Entry;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts entries from JSON Lines. */
@Command(
        name = "load",
        description = {
            "Puts entries, given as JSON Lines as `cairn dump` writes them, into a new store, and"
                    + " flushes it.",
            "Ends at the first line that is no entry; those before it are in the store then."
        })
final class LoadCommand extends StoreCommand {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where to read from (default: the standard input).")
    private @Nullable Path input;

    @Option(
            names = "--into-existing",
            description = "The store may exist; entries of the same key are overwritten.")
    private boolean intoExisting;

    private long lines;

    LoadCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        if (Files.exists(path()) && !intoExisting) {
            throw new IllegalArgumentException(
                    "path=" + path() + " exists; give a new one, or --into-existing");
        }
        Path file = input;
        if (file == null) {
            return load(reader(
                    new InputStreamReader(console().in(), StandardCharsets.UTF_8.newDecoder())));
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return load(reader);
        }
    }

    private static BufferedReader reader(InputStreamReader input) {
        return new BufferedReader(input, 1 << 16);
    }

    private int load(BufferedReader reader) throws IOException {
        try (StateStore store = backend().openPersistent(path(), StoreOptions.defaults())) {
            long before = store.size();
            try {
                putAll(reader, store);
            } finally {
                store.flush();
            }
            JsonObject result = new JsonObject();
            result.addProperty("path", path().toString());
            result.addProperty("lines", lines);
            result.addProperty("entriesBefore", before);
            result.addProperty("entries", store.size());
            print(result, path() + ": loaded lines=" + lines + ", entries=" + store.size());
            return ExitCode.OK;
        }
    }

    private void putAll(BufferedReader reader, StateStore store) throws IOException {
        ProgressLines progress = progress("lines");
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines++;
                if (!line.isBlank()) {
                    Entry entry = JsonLines.read(line);
                    store.put(entry.key(), entry.value());
                }
                progress.report(lines, 0);
            }
        } catch (CharacterCodingException e) {
            throw bad(lines + 1, "it is no UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw bad(lines, String.valueOf(e.getMessage()), e);
        }
    }

    private BadInputException bad(long line, String reason, Exception cause) {
        return new BadInputException(
                "line=" + line + " of " + (input == null ? "the standard input" : input) + ": "
                        + reason + "; the lines before it were loaded into path=" + path(),
                cause);
    }
}
