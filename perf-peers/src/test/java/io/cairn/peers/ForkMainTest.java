package io.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.perf.Medium;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForkMainTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"cairn-bytebuffer-memory", "cairn-bytebuffer-file", "rocksdb-file"})
    void measuresEveryWorkload(String id) {
        Path result = folder.resolve("result.json");
        ForkMain.main(new String[] {id, "1000", "5", folder.toString(), result.toString()});
        ForkResult read = ForkResult.read(result);
        boolean onFile = Peers.of(id).medium() == Medium.FILE;
        assertThat(read.readings())
                .containsOnlyKeys(Arrays.stream(PeerWorkload.values())
                        .filter(workload -> onFile || !workload.isSingle())
                        .map(PeerWorkload::name)
                        .toList());
        assertThat(read.readings().values()).allMatch(reading -> reading.mean() > 0);
        assertThat(read.readings())
                .hasEntrySatisfying(
                        "GET",
                        reading ->
                                assertThat(reading.histogram().getTotalCount()).isPositive());
        assertThat(read.settings()).isNotEmpty();
    }
}
