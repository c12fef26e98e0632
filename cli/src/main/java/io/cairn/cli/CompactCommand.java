package io.cairn.cli;

import com.google.gson.JsonObject;
import io.cairn.StateStore;
import io.cairn.StoreIoException;
import io.cairn.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.Command;

/** Drops the garbage. */
@Command(
        name = "compact",
        description = {
            "Rewrites the file with the live entries alone, in key order. Needs as much room again"
                    + " while it runs.",
            "A crash at any moment leaves the old file or the new one."
        })
final class CompactCommand extends StoreCommand {
    CompactCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(path()) || Files.size(path()) == 0) {
            throw new StoreIoException(
                    "there is no store in file=" + path() + "; give another path");
        }
        long fileBytes = Files.size(path());
        try (StateStore store = backend().openPersistent(path(), StoreOptions.defaults())) {
            long usedBytes = store.stats().log().usedBytes();
            store.compact();
            JsonObject result = new JsonObject();
            result.addProperty("path", path().toString());
            result.addProperty("entries", store.size());
            result.addProperty("usedBytesBefore", usedBytes);
            result.addProperty("usedBytes", store.stats().log().usedBytes());
            result.addProperty("fileBytesBefore", fileBytes);
            result.addProperty("fileBytes", Files.size(path()));
            print(
                    result,
                    path() + ": entries=" + store.size() + ", bytes of records before=" + usedBytes
                            + " after=" + store.stats().log().usedBytes());
            return ExitCode.OK;
        }
    }
}
