package io.cairn.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.cairn.SalvageReport;
import io.cairn.SalvageReport.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Saves what is left of a damaged store. */
@Command(
        name = "repair",
        description = {
            "Copies every intact record of a damaged file into a new store, and says which bytes it"
                    + " had to skip. The damaged file is not touched.",
            "What was skipped may have been deletions and overwrites too: an entry that they concern"
                    + " is then there again, with its earlier value. A backup is better."
        })
final class RepairCommand extends StoreCommand {
    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "Where the new store is to be; must not exist.")
    private Path target = Path.of("");

    RepairCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        SalvageReport report = backend().salvage(path(), target, progress("bytes"));
        print(json(report), text(report));
        return report.isComplete() ? ExitCode.OK : ExitCode.FOUND;
    }

    private String text(SalvageReport report) {
        List<String> lines = new ArrayList<>();
        report.lost().forEach(range -> lines.add(line(range)));
        long unlisted = report.lostRanges() - report.lost().size();
        if (unlisted > 0) {
            lines.add("... and " + unlisted + " more ranges");
        }
        report.notes().forEach(note -> lines.add("NOTE " + note));
        if (!report.isComplete()) {
            lines.add(
                    "NOTE deletions and overwrites in the lost ranges are lost too: entries may be"
                            + " there again that were deleted, or have an earlier value");
        }
        lines.add(summary(report));
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(Range range) {
        return "LOST offsets " + range.from() + " to " + range.to() + " (" + range.bytes()
                + " bytes): " + range.reason();
    }

    private String summary(SalvageReport report) {
        SalvageReport.Saved saved = report.saved();
        return target + ": saved entries=" + saved.entries() + " from records: puts=" + saved.puts()
                + " deletes=" + saved.deletes() + " clears=" + saved.clears() + "; lost ranges="
                + report.lostRanges() + " bytes=" + report.lostBytes();
    }

    private JsonObject json(SalvageReport report) {
        JsonObject object = new JsonObject();
        object.addProperty("path", path().toString());
        object.addProperty("target", target.toString());
        object.addProperty("complete", report.isComplete());
        object.addProperty("entries", report.saved().entries());
        object.addProperty("puts", report.saved().puts());
        object.addProperty("deletes", report.saved().deletes());
        object.addProperty("clears", report.saved().clears());
        object.addProperty("lostRanges", report.lostRanges());
        object.addProperty("lostBytes", report.lostBytes());
        object.add("lost", json(report.lost()));
        JsonArray notes = new JsonArray();
        report.notes().forEach(notes::add);
        object.add("remarks", notes);
        return object;
    }

    private static JsonArray json(List<Range> lost) {
        JsonArray array = new JsonArray();
        for (Range range : lost) {
            JsonObject item = new JsonObject();
            item.addProperty("from", range.from());
            item.addProperty("to", range.to());
            item.addProperty("reason", range.reason());
            array.add(item);
        }
        return array;
    }
}
