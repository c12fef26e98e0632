package io.cairn.perf.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GateSettingsTest {
    @Test
    void withoutPropertiesItJudges() {
        GateSettings settings = settings(Map.of());

        assertThat(settings.update()).isEqualTo(GateSettings.Update.NONE);
        assertThat(settings.strict()).isFalse();
        assertThat(settings.rounds()).isGreaterThanOrEqualTo(5);
        assertThat(settings.baseline().getFileName()).hasToString("gate-baseline.json");
    }

    @Test
    void aFlagNeedsNoValue() {
        assertThat(settings(Map.of("gate.update", "true")).update())
                .isEqualTo(GateSettings.Update.REPLACE);
        assertThat(settings(Map.of("gate.update", "")).update())
                .isEqualTo(GateSettings.Update.REPLACE);
        assertThat(settings(Map.of("gate.update", "add")).update())
                .isEqualTo(GateSettings.Update.ADD);
        assertThat(settings(Map.of("gate.strict", "")).strict()).isTrue();
        assertThat(settings(Map.of("gate.sizes", "true")).largestSize()).isEqualTo(10_000_000);
    }

    @Test
    void whatIsUnknownOrOutOfRangeIsRefused() {
        assertRefused("gate.round", "2", "gate.round is unknown");
        assertRefused("gate.rounds", "1", "gate.rounds=1 must be a whole number from 2 to 100");
        assertRefused("gate.update", "maybe", "gate.update=maybe must be one of");
        assertRefused("gate.slow", "getRef", "must have the form OPERATION:PERCENT");
        assertRefused("gate.slow", "getref:25", "operation=getref is unknown; known are getRef");
        assertRefused("gate.slow", "scan:0", "must have the form");
    }

    @Test
    void aSlowedRunIsNoBaseline() {
        assertThatThrownBy(() -> settings(Map.of("gate.slow", "getRef:25", "gate.update", "true")))
                .hasMessageContaining("a slowed run is no baseline");
    }

    @Test
    void slowdownsAreReadByOperation() {
        Slowdown slowdown = Slowdown.parse("getRef:25, scan:100");

        assertThat(slowdown.share(Operation.GET_REF)).isEqualTo(0.25);
        assertThat(slowdown.share(Operation.SCAN)).isEqualTo(1);
        assertThat(slowdown.share(Operation.INSERT)).isZero();
    }

    private static void assertRefused(String name, String value, String message) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .isInstanceOf(GateException.class)
                .hasMessageContaining(message);
    }

    private static GateSettings settings(Map<String, String> values) {
        Properties properties = new Properties();
        values.forEach(properties::setProperty);
        return GateSettings.from(properties);
    }
}
