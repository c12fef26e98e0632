package io.cairn.peers;

import com.google.gson.Gson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a measuring JVM hands back, in a file of JSON.
 *
 * @param settings how the store was set, one setting a line
 * @param readings by the name of what was measured
 */
public record ForkResult(List<String> settings, Map<String, Reading> readings) {
    /** Writes it down. */
    public void write(Path file) {
        try {
            Files.writeString(file, new Gson().toJson(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads it from a file. */
    static ForkResult read(Path file) {
        try {
            return new Gson().fromJson(Files.readString(file), ForkResult.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
