package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** get, scan, stats and verify on a small store. */
class ReadingCommandsTest extends CommandTests {
    @BeforeEach
    void fill() {
        fill(20);
    }

    private String scan(String... options) {
        String[] args = new String[options.length + 4];
        args[0] = "scan";
        args[1] = store();
        args[2] = "--keys-only";
        args[3] = "--keys=hex";
        System.arraycopy(options, 0, args, 4, options.length);
        StringBuilder keys = new StringBuilder();
        run(args).requireCode(0).out().lines().forEach(line -> {
            int from = line.indexOf(":\"") + 2;
            String hex = line.substring(from, line.indexOf('"', from));
            keys.append(new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8))
                    .append(' ');
        });
        return keys.toString().strip();
    }

    @Test
    void getWritesTheBytesAndNothingElse() {
        assertThat(run("get", store(), "k7").requireCode(0).out()).isEqualTo("v7");
        assertThat(run("get", store(), "6b37", "--args", "hex").out()).isEqualTo("v7");
        assertThat(run("get", store(), "k7", "--values=hex").out()).isEqualTo("7637\n");
        assertThat(run("get", store(), "k7", "--json").out())
                .isEqualTo("{\"key\":\"k7\",\"keyEncoding\":\"utf8\",\"value\":\"djc=\"}\n");
    }

    @Test
    void getOfAnAbsentKeyIsExitCodeOne() {
        Result result = run("get", store(), "k99").requireCode(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("k99", "absent");
    }

    @Test
    void scanKeepsToItsRangeInBothDirections() {
        assertThat(scan("--prefix", "k1")).isEqualTo("k1 k10 k11 k12 k13 k14 k15 k16 k17 k18 k19");
        assertThat(scan("--from", "k18", "--to", "k3")).isEqualTo("k18 k19 k2");
        assertThat(scan("--from", "k18", "--to", "k3", "--reverse")).isEqualTo("k2 k19 k18");
        assertThat(scan("--from", "k8")).isEqualTo("k8 k9");
        assertThat(scan("--to", "k10")).isEqualTo("k0 k1");
        assertThat(scan("--limit", "2", "--reverse")).isEqualTo("k9 k8");
        assertThat(scan("--limit", "0")).isEmpty();
        assertThat(scan("--args=base64", "--prefix", "azE5")).isEqualTo("k19");
    }

    @Test
    void scanWritesTheLinesOfADump() {
        assertThat(run("scan", store(), "--limit=1").out())
                .isEqualTo("{\"key\":\"k0\",\"keyEncoding\":\"utf8\",\"value\":\"v0\","
                        + "\"valueEncoding\":\"utf8\"}\n");
        assertThat(run("scan", store(), "--keys=base64", "--values=base64").out())
                .isEqualTo(run("dump", store()).out());
    }

    @Test
    void statsSayWhatIsThere() {
        Result result = run("stats", store(), "--json").requireCode(0);
        assertThat(result.json().get("entries").getAsLong()).isEqualTo(20);
        assertThat(result.json().get("liveBytes").getAsLong()).isEqualTo(100);
        assertThat(result.json().get("flushedTag").getAsString()).isEqualTo("dGFn");
        assertThat(run("stats", store()).requireCode(0).out().lines())
                .contains("entries=20", "liveBytes=100");
    }

    @Test
    void verifySaysSound() {
        Result result = run("verify", store(), "--json").requireCode(0);
        assertThat(result.json().get("sound").getAsBoolean()).isTrue();
        assertThat(result.json().get("records").getAsLong()).isEqualTo(20);
        assertThat(result.json().getAsJsonArray("findings")).isEmpty();
        assertThat(run("verify", store()).requireCode(0).out()).contains("sound");
    }

    @Test
    void compactDropsGarbage() {
        fill(20);
        long before = run("stats", store(), "--json").json().get("usedBytes").getAsLong();
        Result result = run("compact", store(), "--json").requireCode(0);
        assertThat(result.json().get("usedBytesBefore").getAsLong()).isEqualTo(before);
        assertThat(result.json().get("usedBytes").getAsLong()).isEqualTo(before / 2);
        assertThat(result.json().get("entries").getAsLong()).isEqualTo(20);
    }

    @Test
    void helpNamesEveryCommandAndTheExitCodes() {
        assertThat(run("--help").requireCode(0).out())
                .contains("verify", "stats", "dump", "load", "get", "scan", "compact", "repair")
                .contains("Exit codes:", "damage was found");
        assertThat(run("repair", "--help").requireCode(0).out()).contains("TARGET", "Exit codes:");
        assertThat(run("--version").requireCode(0).out()).contains("cairn");
    }
}
