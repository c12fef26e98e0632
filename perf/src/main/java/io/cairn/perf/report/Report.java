package io.cairn.perf.report;

import java.util.List;

/**
 * What one run measured, as a page shows it.
 *
 * @param name what the file is called after: {@code NAME-report.html}; small letters, digits and
 *     hyphens
 * @param title the heading of the page
 * @param facts host, JVM and settings, in the order shown
 * @param sections the page from top to bottom
 */
public record Report(String name, String title, List<Fact> facts, List<Section> sections) {
    /**
     * Makes a report.
     *
     * @throws IllegalArgumentException if {@code name} has other characters
     */
    public Report {
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "name=" + name + " must have small letters, digits and hyphens only");
        }
        facts = List.copyOf(facts);
        sections = List.copyOf(sections);
    }

    /**
     * One thing that figures depend on.
     *
     * @param name what it is, {@code CPU} say
     * @param value how it is here
     */
    public record Fact(String name, String value) {}
}
