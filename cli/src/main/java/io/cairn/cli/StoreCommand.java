package io.cairn.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.cairn.Backend;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.StoreOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about the store in one file. */
abstract class StoreCommand implements Callable<Integer> {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    private final Console console;

    @Parameters(index = "0", paramLabel = "PATH", description = "The store's file.")
    private Path path = Path.of("");

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    StoreCommand(Console console) {
        this.console = console;
    }

    final Console console() {
        return console;
    }

    final Path path() {
        return path;
    }

    final boolean json() {
        return json;
    }

    /** The first backend that runs here: whatever was measured, a tool is to work the same. */
    static Backend backend() {
        return StateStores.backends().stream()
                .filter(Backend::isAvailable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no backend can run in this JVM: " + StateStores.backends()));
    }

    /** Opens the store so that nothing in its folder is changed. */
    final StateStore openToRead() {
        return backend().openPersistent(path, StoreOptions.defaults().withReadOnly(true));
    }

    /** Makes something that tells on the standard error how far long work has come. */
    final ProgressLines progress(String unit) {
        return new ProgressLines(console.err(), unit, System::nanoTime);
    }

    /** Prints a result: as JSON if that was asked for, or else as text. */
    final void print(JsonObject result, String text) throws IOException {
        Writer writer = writer();
        writer.write(json ? GSON.toJson(result) : text);
        writer.write(System.lineSeparator());
        writer.flush();
    }

    /** Returns a writer on the standard output, to be flushed and not closed. */
    final Writer writer() {
        return new BufferedWriter(
                new OutputStreamWriter(console.out(), StandardCharsets.UTF_8), 1 << 16);
    }
}
