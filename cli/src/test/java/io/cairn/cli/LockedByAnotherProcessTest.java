package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second process that has the store open. */
class LockedByAnotherProcessTest extends CommandTests {
    private Process start(String... args) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Cairn.class.getName());
        builder.command().addAll(List.of(args));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    @Timeout(60)
    void aWriterKeepsReadersOffUntilItEnds() throws IOException, InterruptedException {
        Process writer = start("load", store());
        try (OutputStream input = writer.getOutputStream()) {
            while (!Files.exists(file("store"))) {
                assertThat(writer.isAlive()).isTrue();
                Thread.sleep(10);
            }
            assertThat(run("stats", store()).requireCode(3).err()).contains("another process");
            input.write(bytes("{\"key\":\"azE=\",\"value\":\"djE=\"}\n"));
        }
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).isZero();
        assertThat(run("get", store(), "k1").requireCode(0).out()).isEqualTo("v1");
    }

    @Test
    @Timeout(60)
    void twoReadersDoNotMindEachOther() throws IOException, InterruptedException {
        fill(20_000);
        Process reader = start("dump", store());
        assertThat(reader.getInputStream().read()).isEqualTo('{'); // blocked in its output now
        run("verify", store()).requireCode(0);
        assertThat(run("compact", store()).requireCode(3).err()).contains("another process");
        reader.getInputStream().readAllBytes();
        assertThat(reader.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(reader.exitValue()).isZero();
        run("compact", store()).requireCode(0);
    }
}
