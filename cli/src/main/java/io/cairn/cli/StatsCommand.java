package io.cairn.cli;

import com.google.gson.JsonObject;
import io.cairn.RecoveryReport;
import io.cairn.StateStore;
import io.cairn.StoreStats;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Prints figures about a store. */
@Command(
        name = "stats",
        description = "Prints how much a store holds, and how much of its file is garbage.")
final class StatsCommand extends StoreCommand {
    StatsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        try (StateStore store = openToRead()) {
            JsonObject figures = figures(store);
            String text = figures.entrySet().stream()
                    .map(figure -> figure.getKey() + "=" + figure.getValue().getAsString())
                    .collect(Collectors.joining(System.lineSeparator()));
            print(figures, text);
            return ExitCode.OK;
        }
    }

    private JsonObject figures(StateStore store) throws IOException {
        StoreStats stats = store.stats();
        RecoveryReport recovery = store.recoveryReport();
        JsonObject figures = new JsonObject();
        figures.addProperty("path", path().toString());
        figures.addProperty("backend", stats.backend());
        figures.addProperty("entries", stats.entries());
        figures.addProperty("liveBytes", stats.liveBytes());
        figures.addProperty("fileBytes", Files.size(path()));
        figures.addProperty("usedBytes", stats.log().usedBytes());
        figures.addProperty("liveRecordBytes", stats.log().liveRecordBytes());
        figures.addProperty("fragmentation", store.fragmentation());
        figures.addProperty("pointIndexBytes", stats.index().pointBytes());
        figures.addProperty("orderIndexBytes", stats.index().orderBytes());
        figures.addProperty("flushedTag", TextEncoding.BASE64.encode(store.flushedTag()));
        figures.addProperty("recordsReplayed", recovery.recordsReplayed());
        figures.addProperty("bytesIgnored", recovery.bytesCut());
        figures.addProperty("imageUsed", recovery.imageUsed());
        figures.addProperty("detail", recovery.detail());
        figures.addProperty("openMillis", recovery.durationNanos() / 1_000_000);
        return figures;
    }
}
