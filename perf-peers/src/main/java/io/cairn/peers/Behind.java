package io.cairn.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Says where Cairn is not ahead of a peer. */
final class Behind {
    private static final double NANOS_PER_MILLI = 1e6;

    private Behind() {}

    /**
     * One line for each row of a workload in which a peer's mean, median or p99 is not above
     * Cairn's.
     */
    static List<String> lines(Results results, String workload, String title) {
        List<String> lines = new ArrayList<>();
        for (Row row : results.rows(workload)) {
            if (!row.peer().isCairn()) {
                results.cairn(workload, row).ifPresent(cairn -> addLine(title, row, cairn, lines));
            }
        }
        return lines;
    }

    private static void addLine(String title, Row peer, Row cairn, List<String> lines) {
        List<String> figures = new ArrayList<>();
        addFigure("mean", Row::mean, peer, cairn, figures);
        if (peer.hasSamples() && cairn.hasSamples()) {
            addFigure("p50", row -> row.percentile(50), peer, cairn, figures);
            addFigure("p99", row -> row.percentile(99), peer, cairn, figures);
        }
        if (!figures.isEmpty()) {
            lines.add("behind: " + title + ", " + peer.peer().medium().parameter() + ", "
                    + peer.peer().name() + ": " + String.join(", ", figures));
        }
    }

    private static void addFigure(
            String name, ToDoubleFunction<Row> figure, Row peer, Row cairn, List<String> figures) {
        double ofPeer = figure.applyAsDouble(peer);
        double ofCairn = figure.applyAsDouble(cairn);
        if (ofPeer <= ofCairn) {
            figures.add(String.format(
                    Locale.ROOT,
                    "%s %s against %s (x %.2f)",
                    name,
                    time(ofPeer),
                    time(ofCairn),
                    ofPeer / ofCairn));
        }
    }

    private static String time(double nanos) {
        return nanos >= NANOS_PER_MILLI
                ? String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI)
                : String.format(Locale.ROOT, "%.0f ns", nanos);
    }
}
