package io.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;

final class PeerSettingsTest {
    @Test
    void hasDefaults() {
        PeerSettings settings = PeerSettings.from(new Properties());
        assertThat(settings.entries()).isEqualTo(1_000_000);
        assertThat(settings.rounds()).isEqualTo(2);
        assertThat(Peers.all()).allMatch(peer -> settings.wants(peer, "cairn ffm"));
    }

    @Test
    void choosesStoresBesideCairn() {
        PeerSettings settings = PeerSettings.from(properties("peers.stores", "lmdb,rocksdb"));
        assertThat(Peers.all().stream()
                        .filter(peer -> settings.wants(peer, "cairn bytebuffer"))
                        .map(Peer::id))
                .containsExactly(
                        "cairn-bytebuffer-memory",
                        "cairn-bytebuffer-file",
                        "rocksdb-file",
                        "rocksdb-no-wal-file",
                        "lmdb-file");
    }

    @Test
    void rejectsWhatItDoesNotKnow() {
        assertThatThrownBy(() -> PeerSettings.from(properties("peers.entires", "1000")))
                .hasMessageContaining("peers.entires")
                .hasMessageContaining("peers.entries");
    }

    @Test
    void rejectsNumbersOutOfRange() {
        assertThatThrownBy(() -> PeerSettings.from(properties("peers.entries", "999")))
                .hasMessageContaining("peers.entries=999");
        assertThatThrownBy(() -> PeerSettings.from(properties("peers.rounds", "many")))
                .hasMessageContaining("peers.rounds=many");
    }

    @Test
    void sharesTheTimeOut() {
        Schedule schedule = new Schedule(PeerSettings.from(new Properties()), 18, 11);
        assertThat(schedule.phaseMillis()).isBetween(100L, 1000L);
        assertThat(schedule.ycsbPhaseMillis()).isBetween(1000L, 2000L);
        Schedule longer =
                new Schedule(PeerSettings.from(properties("peers.seconds", "3600")), 18, 11);
        assertThat(longer.phaseMillis()).isGreaterThan(2 * schedule.phaseMillis());
    }

    private static Properties properties(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }
}
