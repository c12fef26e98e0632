package io.cairn.perf.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes reports down. */
public final class ReportFile {
    private static final Path FOLDER = Path.of("target");

    private ReportFile() {}

    /**
     * Writes a report to {@code target/NAME-report.html} of the working folder, over an earlier
     * one.
     *
     * @return the file's absolute path, to be told to the user
     * @throws UncheckedIOException if it cannot be written
     */
    public static Path write(Report report) {
        return write(report, FOLDER);
    }

    /**
     * Writes a report to {@code NAME-report.html} of a folder, which is made if it is missing.
     *
     * @return the file's absolute path
     * @throws UncheckedIOException if it cannot be written
     */
    public static Path write(Report report, Path folder) {
        Path file = folder.resolve(report.name() + "-report.html").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, ReportPage.html(report));
        } catch (IOException e) {
            throw new UncheckedIOException("the report path=" + file + " cannot be written", e);
        }
    }
}
