package io.cairn.peers;

import io.cairn.perf.Medium;
import io.cairn.perf.report.HostFacts;
import io.cairn.perf.report.Report;
import io.cairn.perf.report.Report.Fact;
import io.cairn.perf.report.Section;
import io.cairn.perf.report.Series;
import io.cairn.spi.HostFingerprint;

import java.util.ArrayList;
import java.util.List;

/** Puts the results on a page. */
final class PeerReport {
    private static final String NOTE =
            "Mean: a loop without timers; percentiles: single timed operations, the"
                    + " timer's own time included. +/-: half of what lies between the rounds. x Cairn: how"
                    + " many times as long as Cairn's mean in the same place.";

    private PeerReport() {}

    /** The page of a run. */
    static Report of(PeerSettings settings, Results results, Findings findings) {
        List<Fact> facts = new ArrayList<>(HostFacts.of(HostFingerprint.current()));
        facts.add(new Fact("Entries", String.valueOf(settings.entries())));
        facts.add(new Fact("Rounds", String.valueOf(settings.rounds())));
        facts.add(new Fact("Compared with", results.selected()));
        List<Section> sections = new ArrayList<>();
        sections.add(findings.verdict());
        for (PeerTable table : findings.tables()) {
            String note = sections.size() == 1 ? NOTE : "";
            sections.add(new Section.Table(table.title(), note, table.headings(), table.rows()));
        }
        for (Medium medium : Medium.values()) {
            for (PeerWorkload workload : PeerWorkload.values()) {
                sections.add(plot(results, workload, medium));
            }
        }
        sections.removeIf(PeerReport::isEmpty);
        sections.add(new Section.Lines("Where Cairn is not ahead", findings.behind()));
        sections.add(new Section.Lines("Settings", findings.settings()));
        return new Report("peers", "Cairn beside its peers", facts, sections);
    }

    private static Section.Plot plot(Results results, PeerWorkload workload, Medium medium) {
        List<Series> series = results.rows(workload.name()).stream()
                .filter(row -> row.hasSamples() && row.peer().medium() == medium)
                .map(row -> Series.ofPercentiles(
                        row.peer().name(), rank -> Math.max(1, row.percentile(rank))))
                .toList();
        return new Section.Plot(
                Section.Kind.PERCENTILES, workload.title() + ", " + medium.parameter(), "", series);
    }

    private static boolean isEmpty(Section section) {
        return section instanceof Section.Plot plot && plot.series().isEmpty();
    }
}
