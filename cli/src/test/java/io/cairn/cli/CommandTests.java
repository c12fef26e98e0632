package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.cairn.StateStore;
import io.cairn.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands in a folder of the test's own. */
abstract class CommandTests {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** What a command left: its exit code, and what it printed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(int code, byte[] bytes, String err) {
        String out() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        JsonObject json() {
            return JsonParser.parseString(out()).getAsJsonObject();
        }

        Result requireCode(int expected) {
            assertThat(code).as(out() + err).isEqualTo(expected);
            return this;
        }
    }

    final Path file(String name) {
        return folder.resolve(name);
    }

    /** The path of the test's store, as an argument. */
    final String store() {
        return file("store").toString();
    }

    static Result run(String... args) {
        return runWithInput(new byte[0], args);
    }

    static Result runWithInput(byte[] input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Cairn.run(new Console(new ByteArrayInputStream(input), out, err), args);
        return new Result(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static StateStore openToWrite(Path path) {
        return StoreCommand.backend().openPersistent(path, StoreOptions.defaults());
    }

    /** Makes a store of {@code count} entries, {@code k0} to {@code v0} and so on, and flushes. */
    final void fill(int count) {
        try (StateStore store = openToWrite(file("store"))) {
            for (int i = 0; i < count; i++) {
                store.put(bytes("k" + i), bytes("v" + i));
            }
            store.flush(bytes("tag"));
        }
    }
}
