package io.cairn.perf.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How fast everything was on one kind of host.
 *
 * @param host which kind
 * @param entries how many entries the stores had
 * @param recorded when the last ratios were added, as ISO 8601 has it
 * @param ratios by the subject's title, one ratio a fork
 */
record HostBaseline(HostKey host, int entries, String recorded, Map<String, List<Ratio>> ratios) {
    /** Makes a baseline. */
    HostBaseline {
        ratios = new TreeMap<>(ratios);
    }

    /** A run's ratios as a baseline. */
    static HostBaseline of(HostKey host, int entries, String recorded, Readings readings) {
        Map<String, List<Ratio>> ratios = new TreeMap<>();
        readings.ratios().forEach((subject, forks) -> ratios.put(subject.title(), forks));
        return new HostBaseline(host, entries, recorded, ratios);
    }

    /** The ratios of a subject; none if it was not measured. */
    List<Ratio> ratios(GateSubject subject) {
        return ratios.getOrDefault(subject.title(), List.of());
    }

    /** Whether ratios of the two can be held against one another. */
    boolean isComparableTo(HostKey otherHost, int otherEntries) {
        return host.equals(otherHost) && entries == otherEntries;
    }

    /** This baseline with the ratios of another sitting on the same kind of host added. */
    HostBaseline plus(HostBaseline later) {
        Map<String, List<Ratio>> both = new TreeMap<>(ratios);
        later.ratios.forEach((title, forks) -> {
            List<Ratio> all = new ArrayList<>(both.getOrDefault(title, List.of()));
            all.addAll(forks);
            both.put(title, all);
        });
        return new HostBaseline(host, entries, later.recorded, both);
    }
}
