package io.cairn.spi;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a measurement depends on: the host and the JVM. Results that were measured under one
 * fingerprint say nothing about another.
 *
 * @param osName the system property {@code os.name}
 * @param osArch the system property {@code os.arch}
 * @param cpuModel the processor as the system names it; {@code unknown} where it does not
 * @param processors how many processors the JVM may use, 1 or more
 * @param vmName the system property {@code java.vm.name}
 * @param runtimeVersion the system property {@code java.runtime.version}
 */
public record HostFingerprint(
        String osName,
        String osArch,
        String cpuModel,
        int processors,
        String vmName,
        String runtimeVersion) {
    private static final String UNKNOWN = "unknown";
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** The first processor's lines are enough; a host of many processors has thousands. */
    private static final int MOST_LINES = 100;

    /**
     * Makes a fingerprint.
     *
     * @throws IllegalArgumentException if {@code processors} is less than 1
     */
    public HostFingerprint {
        Objects.requireNonNull(osName, "osName");
        Objects.requireNonNull(osArch, "osArch");
        Objects.requireNonNull(cpuModel, "cpuModel");
        Objects.requireNonNull(vmName, "vmName");
        Objects.requireNonNull(runtimeVersion, "runtimeVersion");
        if (processors < 1) {
            throw new IllegalArgumentException("processors=" + processors + " is less than 1");
        }
    }

    /**
     * {@return the fingerprint of this host and this JVM} Reads a small system file: some 100
     * microseconds.
     */
    public static HostFingerprint current() {
        return new HostFingerprint(
                property("os.name"),
                property("os.arch"),
                findCpuModel(),
                Runtime.getRuntime().availableProcessors(),
                property("java.vm.name"),
                property("java.runtime.version"));
    }

    /**
     * Lists what differs, one phrase a part: {@code processors=8 there, 2 here}. Empty if nothing
     * does.
     *
     * @param here the fingerprint to compare this one with
     * @return the differences
     */
    public List<String> differencesTo(HostFingerprint here) {
        List<String> differences = new ArrayList<>();
        addDifference(differences, "os.name", osName, here.osName);
        addDifference(differences, "os.arch", osArch, here.osArch);
        addDifference(differences, "cpu.model", cpuModel, here.cpuModel);
        addDifference(
                differences,
                "processors",
                String.valueOf(processors),
                String.valueOf(here.processors));
        addDifference(differences, "java.vm.name", vmName, here.vmName);
        addDifference(differences, "java.runtime.version", runtimeVersion, here.runtimeVersion);
        return differences;
    }

    private static void addDifference(
            List<String> differences, String name, String there, String here) {
        if (!there.equals(here)) {
            differences.add(name + "=" + there + " there, " + here + " here");
        }
    }

    private static String property(String name) {
        return System.getProperty(name, UNKNOWN);
    }

    private static String findCpuModel() {
        String model = Files.isReadable(CPU_INFO)
                ? cpuModelIn(CPU_INFO)
                : System.getenv("PROCESSOR_IDENTIFIER");
        return model == null || model.isBlank() ? UNKNOWN : model.strip();
    }

    /**
     * On x86 the model's name with its numbers, since processors of several generations bear the
     * same name on some hosts; on ARM, which has no name, implementer and part; null if there is
     * none of it.
     */
    static @Nullable String cpuModelIn(Path cpuInfo) {
        Map<String, String> first = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(cpuInfo, StandardCharsets.ISO_8859_1)) {
            String line = lines.readLine();
            for (int count = 0;
                    line != null && count < MOST_LINES;
                    count++, line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (colon >= 0) {
                    first.putIfAbsent(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }
            }
        } catch (IOException e) {
            return null; // an unreadable file is a host that does not tell
        }
        String name = first.get("model name");
        return name == null
                ? join(first, "CPU implementer", "CPU part")
                : name + withNumbers(join(first, "cpu family", "model", "stepping"));
    }

    private static String withNumbers(@Nullable String numbers) {
        return numbers == null ? "" : " (" + numbers + ")";
    }

    private static @Nullable String join(Map<String, String> values, String... names) {
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            String value = values.get(name);
            if (value != null) {
                parts.add(name + " " + value);
            }
        }
        return parts.isEmpty() ? null : String.join(", ", parts);
    }
}
