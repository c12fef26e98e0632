package io.cairn.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.cairn.VerificationReport;
import io.cairn.VerificationReport.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Checks everything, changes nothing. */
@Command(
        name = "verify",
        description = {
            "Checks every record's checksum, the indexes against the log, and the index image.",
            "Changes nothing, and needs no right to write. Costs a read of the file, and memory for"
                    + " two indexes."
        })
final class VerifyCommand extends StoreCommand {
    VerifyCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        VerificationReport report = backend().verify(path(), progress("bytes"));
        print(json(report), text(report));
        return report.isSound() ? ExitCode.OK : ExitCode.FOUND;
    }

    private String text(VerificationReport report) {
        String findings = report.findings().stream()
                .map(finding -> finding + System.lineSeparator())
                .collect(Collectors.joining());
        VerificationReport.Checked checked = report.checked();
        return findings
                + String.format(
                        Locale.ROOT,
                        "%s: %s (damages=%d notes=%d); checked records=%d bytes=%d entries=%d nodes=%d"
                                + " slots=%d in %d ms",
                        path(),
                        report.isSound() ? "sound" : "DAMAGED, see `cairn repair --help`",
                        report.damages(),
                        report.notes(),
                        checked.records(),
                        checked.logBytes(),
                        checked.entries(),
                        checked.indexNodes(),
                        checked.indexSlots(),
                        report.durationNanos() / 1_000_000);
    }

    private JsonObject json(VerificationReport report) {
        JsonObject object = new JsonObject();
        object.addProperty("path", path().toString());
        object.addProperty("sound", report.isSound());
        object.addProperty("damages", report.damages());
        object.addProperty("notes", report.notes());
        JsonArray findings = new JsonArray();
        report.findings().forEach(finding -> findings.add(json(finding)));
        object.add("findings", findings);
        VerificationReport.Checked checked = report.checked();
        object.addProperty("records", checked.records());
        object.addProperty("logBytes", checked.logBytes());
        object.addProperty("entries", checked.entries());
        object.addProperty("indexNodes", checked.indexNodes());
        object.addProperty("indexSlots", checked.indexSlots());
        object.addProperty("millis", report.durationNanos() / 1_000_000);
        return object;
    }

    private static JsonObject json(Finding finding) {
        JsonObject object = new JsonObject();
        object.addProperty("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        Path file = finding.file();
        object.addProperty("file", file == null ? null : file.toString());
        object.addProperty("offset", finding.offset());
        object.addProperty("reason", finding.reason());
        return object;
    }
}
