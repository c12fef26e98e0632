package io.cairn.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFingerprintTest {
    @TempDir
    Path folder;

    @Test
    void isTheSameEachTimeOnOneHost() {
        HostFingerprint here = HostFingerprint.current();

        assertThat(here).isEqualTo(HostFingerprint.current());
        assertThat(here.differencesTo(HostFingerprint.current())).isEmpty();
        assertThat(here.runtimeVersion()).isEqualTo(System.getProperty("java.runtime.version"));
        assertThat(here.cpuModel()).isNotBlank();
    }

    @Test
    void listsEveryPartThatDiffers() {
        HostFingerprint one = new HostFingerprint("a", "b", "c", 1, "d", "e");
        HostFingerprint other = new HostFingerprint("1", "2", "3", 4, "5", "6");

        assertThat(one.differencesTo(other))
                .containsExactly(
                        "os.name=a there, 1 here",
                        "os.arch=b there, 2 here",
                        "cpu.model=c there, 3 here",
                        "processors=1 there, 4 here",
                        "java.vm.name=d there, 5 here",
                        "java.runtime.version=e there, 6 here");
    }

    @Test
    void refusesLessThanOneProcessor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostFingerprint("a", "b", "c", 0, "d", "e"))
                .withMessageContaining("processors=0");
    }

    @Test
    void readsTheModelOfX86AndOfArm() throws IOException {
        assertThat(model(
                        "vendor_id\t: X",
                        "model name\t: Some CPU: fast ",
                        "",
                        "model name\t: Other"))
                .isEqualTo("Some CPU: fast");
        assertThat(model(
                        "cpu family\t: 25",
                        "model\t\t: 17",
                        "model name\t: Some CPU",
                        "stepping\t: 1",
                        "",
                        "cpu family\t: 6"))
                .isEqualTo("Some CPU (cpu family 25, model 17, stepping 1)");
        assertThat(model(
                        "CPU implementer\t: 0x41",
                        "CPU part\t: 0xd0c",
                        "",
                        "CPU implementer\t: 0x42"))
                .isEqualTo("CPU implementer 0x41, CPU part 0xd0c");
        assertThat(model("nothing here")).isNull();
        assertThat(HostFingerprint.cpuModelIn(folder)).isNull();
    }

    private @Nullable String model(String... lines) throws IOException {
        return HostFingerprint.cpuModelIn(Files.write(folder.resolve("cpuinfo"), List.of(lines)));
    }
}
