package io.cairn.peers.ycsb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.ycsb.DBException;
import site.ycsb.WorkloadException;

final class YcsbMainTest {
    @TempDir
    private Path folder;

    @Test
    void runsAllCoreWorkloadsOnCairnAndVerifiesWhatItReads()
            throws DBException, WorkloadException, IOException {
        Path result = folder.resolve("result.json");
        YcsbMain.main(new String[] {
            "cairn-bytebuffer-memory", "300", "150", folder.toString(), result.toString()
        });
        assertThat(Files.readString(result))
                .contains("YCSB load INSERT", "YCSB A READ", "YCSB A UPDATE", "YCSB B ALL")
                .contains("YCSB C READ", "YCSB D ALL", "YCSB E SCAN", "YCSB F UPDATE");
    }
}
