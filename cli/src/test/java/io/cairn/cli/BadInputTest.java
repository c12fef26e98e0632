package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are absent, foreign, locked or damaged, and lines that are no entries. */
class BadInputTest extends CommandTests {
    private static final String GOOD = "{\"key\":\"azE=\",\"value\":\"djE=\"}";

    private String[] command(String name, String path) {
        return switch (name) {
            case "get" -> new String[] {name, path, "key"};
            case "repair" -> new String[] {name, path, file("target").toString()};
            default -> new String[] {name, path};
        };
    }

    private Map<String, String> filesOfFolder() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(file("."))) {
            for (Path path : paths.toList()) {
                files.put(
                        path.getFileName().toString(),
                        Files.getLastModifiedTime(path) + " "
                                + Arrays.hashCode(Files.readAllBytes(path)));
            }
        }
        return files;
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "stats", "dump", "get", "scan", "compact", "repair"})
    void anAbsentFileIsExitCodeThreeAndStaysAbsent(String name) throws IOException {
        Result result = run(command(name, store())).requireCode(3);
        assertThat(result.err()).startsWith("cairn: ").contains("store");
        assertThat(result.out()).isEmpty();
        assertThat(filesOfFolder()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "stats", "dump", "get", "scan", "repair"})
    void aForeignFileIsExitCodeOneAndIsNotChanged(String name) throws IOException {
        byte[] foreign = new byte[30_000];
        Arrays.fill(foreign, (byte) 'x');
        Files.write(file("store"), foreign);
        Map<String, String> before = filesOfFolder();
        Result result = run(command(name, store())).requireCode(1);
        assertThat(result.out() + result.err()).contains("store");
        assertThat(filesOfFolder()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "stats", "dump", "get", "scan", "compact", "repair"})
    void aStoreThatIsOpenIsExitCodeThree(String name) {
        try (StateStore store = openToWrite(file("store"))) {
            store.put(bytes("key"), bytes("value"));
            assertThat(run(command(name, store())).requireCode(3).err()).contains("is open");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "stats", "dump", "get", "scan"})
    void looking_changesNothing(String name) throws IOException {
        fill(100);
        try (StateStore store = openToWrite(file("store"))) {
            store.saveIndex();
            store.put(bytes("key"), bytes("value"));
        }
        Map<String, String> before = filesOfFolder();
        run(command(name, store())).requireCode(0);
        assertThat(filesOfFolder()).isEqualTo(before);
    }

    @Test
    void aDamagedByteIsFoundAndRepaired() throws IOException {
        fill(100);
        byte[] bytes = Files.readAllBytes(file("store"));
        bytes[21_000] ^= 1;
        Files.write(file("store"), bytes);
        Result verify = run("verify", store(), "--json").requireCode(1);
        assertThat(verify.json().get("sound").getAsBoolean()).isFalse();
        assertThat(verify.json().getAsJsonArray("findings")).hasSize(1);
        assertThat(run("verify", store()).requireCode(1).out()).contains("DAMAGED", "offset=");
        run("stats", store()).requireCode(1);
        run("dump", store()).requireCode(1);
        String target = file("target").toString();
        Result repair = run("repair", store(), target).requireCode(1);
        assertThat(repair.out()).contains("LOST offsets", "saved entries=99", "deletes");
        assertThat(Files.readAllBytes(file("store"))).isEqualTo(bytes);
        run("verify", target).requireCode(0);
        assertThat(run("dump", target).requireCode(0).out().lines()).hasSize(99);
        assertThat(run("repair", store(), target).requireCode(2).err()).contains("exists");
        assertThat(run("repair", store(), file("b").toString(), "--json")
                        .requireCode(1)
                        .json())
                .satisfies(json -> {
                    assertThat(json.get("entries").getAsLong()).isEqualTo(99);
                    assertThat(json.getAsJsonArray("lost")).hasSize(1);
                });
    }

    @Test
    void aTruncatedFileIsFoundAndRepaired() throws IOException {
        fill(100);
        Files.write(file("store"), Arrays.copyOf(Files.readAllBytes(file("store")), 21_700));
        assertThat(run("verify", store()).requireCode(1).out()).contains("DAMAGE");
        Result repair = run("repair", store(), file("target").toString()).requireCode(1);
        assertThat(repair.out()).contains("LOST offsets");
        assertThat(run("dump", file("target").toString()).out().lines()).hasSizeBetween(40, 60);
    }

    @Test
    void anIntactFileIsCopiedByRepair() {
        fill(100);
        assertThat(run("repair", store(), file("target").toString())
                        .requireCode(0)
                        .out())
                .contains("saved entries=100", "lost ranges=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "3",
                "{\"key\":\"azE=\"}",
                "{\"value\":\"azE=\"}",
                "{\"key\":1,\"value\":\"azE=\"}",
                "{\"key\":\"azE=\",\"value\":null}",
                "{\"key\":\"az!\",\"value\":\"azE=\"}",
                "{\"key\":\"azE=\",\"key\":\"azE=\",\"value\":\"azE=\"}",
                "{\"key\":\"azE=\",\"value\":\"azE=\",\"other\":\"x\"}",
                "{\"key\":\"azE=\",\"value\":\"abc\",\"valueEncoding\":\"hex\"}",
                "{\"key\":\"azE=\",\"value\":\"abc\",\"valueEncoding\":\"rot13\"}",
                "{\"key\":\"azE=\",\"value\":\"\\ud800\",\"valueEncoding\":\"utf8\"}",
                GOOD + " " + GOOD
            })
    void aLineThatIsNoEntryIsNamed(String line) {
        Result result = runWithInput(bytes(GOOD + "\n\n" + line + "\n"), "load", store());
        assertThat(result.requireCode(1).err())
                .contains("line=3", "store")
                .doesNotContain("at io.");
        assertThat(run("dump", store()).requireCode(0).out()).isEqualTo(GOOD + "\n");
    }

    @Test
    void inputThatIsNoUtf8IsNamed() {
        Result result = runWithInput(new byte[] {'{', (byte) 0xFF, '\n'}, "load", store());
        assertThat(result.requireCode(1).err()).contains("UTF-8");
    }

    @Test
    void loadLeavesAnExistingStoreAloneUnlessTold() {
        fill(5);
        assertThat(runWithInput(bytes(GOOD), "load", store()).requireCode(2).err())
                .contains("--into-existing");
        runWithInput(bytes(GOOD), "load", store(), "--into-existing").requireCode(0);
        assertThat(run("stats", store(), "--json").json().get("entries").getAsLong())
                .isEqualTo(5);
    }

    @Test
    void aCommandLineThatIsWrongIsExitCodeTwo() {
        fill(1);
        run().requireCode(2);
        run("frobnicate").requireCode(2);
        run("verify").requireCode(2);
        run("get", store()).requireCode(2);
        run("get", store(), "zz", "--args=hex").requireCode(2);
        run("scan", store(), "--limit=-1").requireCode(2);
        run("scan", store(), "--prefix=a", "--from=b").requireCode(2);
        run("scan", store(), "--keys=rot13").requireCode(2);
        run("dump", store(), "-o", store()).requireCode(2);
    }
}
