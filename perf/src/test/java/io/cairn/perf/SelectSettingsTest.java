package io.cairn.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class SelectSettingsTest {
    @Test
    void withoutPropertiesTheDefaultsHold() {
        SelectSettings settings = settings();

        assertThat(settings.thorough()).isFalse();
        assertThat(settings.entries()).isEqualTo(1_000_000);
        assertThat(settings.budgetSeconds()).isLessThan(300);
    }

    @Test
    void thoroughNeedsNoValueAndTakesLonger() {
        SelectSettings settings = settings("select.thorough", "");

        assertThat(settings.thorough()).isTrue();
        assertThat(settings.budgetSeconds()).isGreaterThan(300);
        assertThat(settings("select.thorough", "true").thorough()).isTrue();
    }

    @Test
    void anUnknownPropertyIsRefusedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> settings("select.entrys", "5"))
                .hasMessageContaining("[select.entrys] is unknown")
                .hasMessageContaining("select.entries");
    }

    @Test
    void propertiesOfTheBuildAreLetThrough() {
        assertThat(settings("select.jvm.args", "-Xmx1g").thorough()).isFalse();
    }

    @Test
    void numbersOutsideOfTheirRangeAreRefused() {
        assertThat(settings("select.entries", "1000").entries()).isEqualTo(1000);
        assertThatThrownBy(() -> settings("select.entries", "999"))
                .hasMessageContaining(
                        "select.entries=999 must be a whole number from 1000 to 100000000");
        assertThatThrownBy(() -> settings("select.seconds", "soon"))
                .hasMessageContaining("select.seconds=soon");
    }

    private static SelectSettings settings(String... namesAndValues) {
        Properties properties = new Properties();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            properties.setProperty(namesAndValues[at], namesAndValues[at + 1]);
        }
        return SelectSettings.from(properties);
    }
}
