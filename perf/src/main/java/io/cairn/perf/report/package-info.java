/**
 * Pages that show measurements: one HTML file each, which needs nothing but itself.
 *
 * <p>A {@link io.cairn.perf.report.Report} is a title, facts about host and JVM, and sections in
 * the order in which they are read: a verdict, tables, plots, lines of text.
 * {@link io.cairn.perf.report.ReportPage} turns it into HTML,
 * {@link io.cairn.perf.report.ReportFile} writes that down.
 *
 * <p>Priorities, in order: the page shows what was measured and nothing else (each plot's points
 * are there as a table too); it loads nothing from anywhere, which its content security policy
 * enforces; it is read on a phone as well as on a desk, in light and dark.
 *
 * <p>Threads: all of it is immutable or local to a call. Errors: text is escaped, whatever it
 * holds; a figure that is no number is refused when the point or the row is made.
 */
@NullMarked
package io.cairn.perf.report;

import org.jspecify.annotations.NullMarked;
