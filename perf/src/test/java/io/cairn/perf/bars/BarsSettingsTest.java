package io.cairn.perf.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.perf.Medium;
import io.cairn.perf.bars.BarsSettings.Rounds;
import io.cairn.perf.bars.ForkSettings.Effort;
import io.cairn.perf.bars.ForkSettings.Store;
import io.cairn.perf.bars.ForkSettings.Task;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BarsSettingsTest {
    @Test
    void withoutPropertiesBothSizesAreMeasuredInSeveralRounds() {
        BarsSettings settings = settings();

        assertThat(settings.sizes()).containsExactly(1_000_000, 10_000_000);
        assertThat(settings.rounds().of(1_000_000)).isEqualTo(3);
        assertThat(settings.rounds().of(10_000_000)).isEqualTo(2);
        assertThat(settings.wants("point.getRef.memory")).isTrue();
        assertThat(settings.jdks()).isEmpty();
    }

    @Test
    void sizesAndRowsCanBeRestricted() {
        BarsSettings settings = settings("bars.entries", "50000, 1000", "bars.rows", "^scan");

        assertThat(settings.sizes()).containsExactly(1000, 50_000);
        assertThat(settings.wants("scan.random.forward.file")).isTrue();
        assertThat(settings.wants("gc.scan.forward")).isFalse();
    }

    @Test
    void fewerRoundsHoldForLargeStoresToo() {
        assertThat(settings("bars.rounds", "1").rounds().of(10_000_000)).isEqualTo(1);
        assertThat(settings("bars.rounds.large", "5").rounds().of(10_000_000)).isEqualTo(5);
    }

    @Test
    void theLongRunIsShorterForLargeStoresAndOnOneBackendUnlessToldOtherwise() {
        Rounds rounds = settings().rounds();
        Rounds brief = settings("bars.overwrites", "2", "bars.overwrites.backends", "all")
                .rounds();

        assertThat(rounds.effort(1_000_000)).isEqualTo(new Effort(0.5, 50));
        assertThat(rounds.effort(10_000_000).overwrites()).isEqualTo(2);
        assertThat(rounds.overwrites().everywhere()).isFalse();
        assertThat(brief.effort(1_000_000).overwrites()).isEqualTo(2);
        assertThat(brief.effort(10_000_000).overwrites()).isEqualTo(1);
        assertThat(brief.overwrites().everywhere()).isTrue();
    }

    @Test
    void whatIsUnknownOrOutsideOfItsRangeIsRefused() {
        assertThatThrownBy(() -> settings("bars.entrys", "5"))
                .hasMessageContaining("[bars.entrys] is unknown")
                .hasMessageContaining("bars.entries");
        assertThatThrownBy(() -> settings("bars.entries", "999"))
                .hasMessageContaining("bars.entries=999 must be a number from 1000");
        assertThatThrownBy(() -> settings("bars.seconds", "soon"))
                .hasMessageContaining("bars.seconds=soon");
        assertThatThrownBy(() -> settings("bars.overwrites", "0"))
                .hasMessageContaining("bars.overwrites=0 must be a number from 1");
        assertThatThrownBy(() -> settings("bars.overwrites.backends", "some"))
                .hasMessageContaining("must be one of [first, all]");
        assertThatThrownBy(() -> settings("bars.rows", "[")).hasMessageContaining("bars.rows=[");
    }

    @Test
    void propertiesOfTheBuildAreLetThrough() {
        assertThat(settings("bars.jvm.args", "-Xmx1g").sizes()).hasSize(2);
    }

    @Test
    void aForkReadsWhatItWasTold() {
        ForkSettings settings = new ForkSettings(
                Task.MEASURE,
                new Store("ffm", Medium.FILE, 5000),
                Set.of(Phase.READS, Phase.COUNTERS),
                new Effort(0.25, 12.5),
                Path.of("folder", "readings.json"));

        assertThat(ForkSettings.parse(settings.arguments())).isEqualTo(settings);
    }

    private static BarsSettings settings(String... namesAndValues) {
        Properties properties = new Properties();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            properties.setProperty(namesAndValues[at], namesAndValues[at + 1]);
        }
        return BarsSettings.from(properties);
    }
}
