package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is dumped and loaded again is the same store. */
class RoundTripTest extends CommandTests {
    private static final int MANY = 100_000;

    private final long seed = System.nanoTime();

    private void fillWithRandomBytes(int count) {
        Random random = new Random(seed);
        try (StateStore store = openToWrite(file("store"))) {
            store.put(new byte[0], new byte[0]);
            for (int i = 0; i < count; i++) {
                byte[] key = new byte[random.nextInt(i % 10 == 0 ? 300 : 12)];
                byte[] value = new byte[random.nextInt(i % 10 == 0 ? 5000 : 30)];
                random.nextBytes(key);
                random.nextBytes(value);
                store.put(key, i % 3 == 0 ? bytes("text \"\u00e9\u4e16\u0000\n\\" + i) : value);
            }
            store.flush();
        }
    }

    private void requireEqualStores(Path one, Path other) {
        try (StateStore first = openToWrite(one);
                StateStore second = openToWrite(other)) {
            Cursor expected = first.scan(KeyRange.all(), Direction.FORWARD);
            Cursor actual = second.scan(KeyRange.all(), Direction.FORWARD);
            long different = 0;
            while (expected.next()) {
                boolean isEqual = actual.next()
                        && actual.key().compareTo(expected.key().toByteArray()) == 0
                        && actual.value().compareTo(expected.value().toByteArray()) == 0;
                different += isEqual ? 0 : 1;
            }
            assertThat(different).as("seed=" + seed).isZero();
            assertThat(actual.next()).isFalse();
            assertThat(second.verify().findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"base64, base64", "utf8, utf8", "hex, utf8", "utf8, HEX"})
    void allBytesSurviveInEveryEncoding(String keys, String values) {
        fillWithRandomBytes(600);
        Result dump = run("dump", store(), "--keys", keys, "--values", values).requireCode(0);
        assertThat(dump.err()).isEmpty();
        Path copy = file("copy");
        runWithInput(dump.bytes(), "load", copy.toString()).requireCode(0);
        requireEqualStores(file("store"), copy);
        assertThat(run("dump", copy.toString(), "--keys", keys, "--values", values)
                        .out())
                .isEqualTo(dump.out());
    }

    @Test
    void aHundredThousandEntriesGoThroughFilesAndAllCommands() throws IOException {
        Path lines = file("lines");
        try (Writer writer = Files.newBufferedWriter(lines)) {
            JsonLines format = new JsonLines(TextEncoding.UTF8, TextEncoding.UTF8);
            for (int i = 0; i < MANY; i++) {
                long number = i * 7919L % MANY;
                writer.write(format.write(
                        bytes(String.format("user/%06d", number)), bytes("value " + number)));
                writer.write('\n');
            }
        }
        Result load = run("load", store(), lines.toString(), "--json").requireCode(0);
        assertThat(load.json().get("entries").getAsLong()).isEqualTo(MANY);
        Path dump = file("dump");
        run("dump", store(), "-o", dump.toString()).requireCode(0);
        Path copy = file("copy");
        run("load", copy.toString(), dump.toString()).requireCode(0);
        requireEqualStores(file("store"), copy);
        requireRightAnswers(copy.toString());
        requireImageAndTail(copy);
    }

    /**
     * An image that is large enough to be mapped, and records behind it that change what it says.
     */
    private static void requireImageAndTail(Path path) {
        try (StateStore store = openToWrite(path)) {
            store.saveIndex();
            store.put(bytes("user/077777"), bytes("new"));
            store.delete(bytes("user/000000"));
            store.put(bytes("user/x"), bytes("y"));
        }
        Result stats = run("stats", path.toString(), "--json").requireCode(0);
        assertThat(stats.json().get("imageUsed").getAsBoolean()).isTrue();
        assertThat(stats.json().get("recordsReplayed").getAsLong()).isEqualTo(3);
        assertThat(run("get", path.toString(), "user/077777").requireCode(0).out())
                .isEqualTo("new");
        Result verify = run("verify", path.toString(), "--json").requireCode(0);
        assertThat(verify.json().getAsJsonArray("findings")).isEmpty();
    }

    private static void requireRightAnswers(String path) {
        assertThat(run("get", path, "user/077777").requireCode(0).out()).isEqualTo("value 77777");
        assertThat(run("scan", path, "--prefix", "user/0777", "--keys-only")
                        .out()
                        .lines())
                .hasSize(100);
        run("compact", path).requireCode(0);
        assertThat(run("verify", path).requireCode(0).out()).contains("sound", "entries=" + MANY);
    }
}
