package io.cairn.perf.report;

import java.util.List;

/** A part of a page. */
public sealed interface Section {
    /** The heading of the part. */
    String title();

    /** What a verdict means for its reader, who sees it by the colour. */
    enum Mood {
        GOOD,
        BAD,
        /** There is no verdict, or none that is good or bad. */
        OPEN
    }

    /**
     * What came out, in a sentence that is seen first.
     *
     * @param title the outcome in few words
     * @param mood whether all is well
     * @param text what that means
     */
    record Verdict(String title, Mood mood, String text) implements Section {}

    /**
     * A table; columns in which every cell is a number are set flush right.
     *
     * @param title the heading
     * @param note what the reader must know to read it; may be empty
     * @param headings one for each column
     * @param rows rows of as many cells
     */
    record Table(String title, String note, List<String> headings, List<List<String>> rows)
            implements Section {
        /**
         * Makes a table.
         *
         * @throws IllegalArgumentException if a row has more or fewer cells than there are headings
         */
        public Table {
            headings = List.copyOf(headings);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != headings.size()) {
                    throw new IllegalArgumentException("a row of cells=" + row.size()
                            + " in a table of columns=" + headings.size() + ": " + row);
                }
            }
        }
    }

    /**
     * Curves over one another, times on a logarithmic axis.
     *
     * @param kind what the other axis is
     * @param title the heading
     * @param note what the reader must know to read it; may be empty
     * @param series the curves; one without points is left out
     */
    record Plot(Kind kind, String title, String note, List<Series> series) implements Section {
        /** Makes a plot. */
        public Plot {
            series = series.stream().filter(one -> !one.points().isEmpty()).toList();
        }
    }

    /** What a plot's horizontal axis shows. */
    enum Kind {
        /** Percentiles, 0 to below 100, spread so that 90, 99, 99.9 lie equally far apart. */
        PERCENTILES("percentile"),
        /** Numbers of entries, on a logarithmic axis. */
        ENTRIES("entries");

        private final String axis;

        Kind(String axis) {
            this.axis = axis;
        }

        /** What the axis is called. */
        String axis() {
            return axis;
        }
    }

    /**
     * Lines of plain text, as a console shows them.
     *
     * @param title the heading
     * @param lines the lines
     */
    record Lines(String title, List<String> lines) implements Section {
        /** Makes a block of lines. */
        public Lines {
            lines = List.copyOf(lines);
        }
    }
}
