package io.cairn.perf.report;

import io.cairn.perf.report.Report.Fact;
import io.cairn.spi.HostFingerprint;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The facts that every report begins with. */
public final class HostFacts {
    private HostFacts() {}

    /** Host, JVM and time of a run that ends now. */
    public static List<Fact> of(HostFingerprint host) {
        return List.of(
                new Fact("Processor", host.cpuModel()),
                new Fact("Processors", String.valueOf(host.processors())),
                new Fact("System", host.osName() + " " + host.osArch()),
                new Fact("JVM", host.vmName() + " " + host.runtimeVersion()),
                new Fact(
                        "Written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }
}
