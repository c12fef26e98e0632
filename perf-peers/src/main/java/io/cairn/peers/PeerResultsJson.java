package io.cairn.peers;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.cairn.peers.ycsb.YcsbMain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes all results as JSON; times in nanoseconds. */
final class PeerResultsJson {
    private static final double[] CURVE = {
        5, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99
    };

    private PeerResultsJson() {}

    /** Writes the file and returns its path. */
    static Path write(Path file, PeerSettings settings, Results results) {
        JsonObject all = new JsonObject();
        all.addProperty("unit", "ns");
        all.addProperty("n", settings.entries());
        all.addProperty("ycsbRecords", settings.records());
        all.addProperty("rounds", settings.rounds());
        all.addProperty("cairn", results.selected());
        JsonObject stores = new JsonObject();
        results.settings().forEach((peer, lines) -> {
            JsonArray array = new JsonArray();
            lines.forEach(array::add);
            stores.add(peer.id(), array);
        });
        all.add("settings", stores);
        JsonArray rows = new JsonArray();
        for (String workload : results.workloads()) {
            results.rows(workload).forEach(row -> rows.add(row(settings, results, workload, row)));
        }
        all.add("rows", rows);
        try {
            return Files.writeString(
                    file,
                    new GsonBuilder()
                            .disableHtmlEscaping()
                            .setPrettyPrinting()
                            .create()
                            .toJson(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject row(
            PeerSettings settings, Results results, String workload, Row row) {
        JsonObject json = new JsonObject();
        json.addProperty("workload", workload);
        json.addProperty("medium", row.peer().medium().parameter());
        json.addProperty("store", row.peer().name());
        json.addProperty(
                "n",
                workload.startsWith(YcsbMain.PREFIX) ? settings.records() : settings.entries());
        json.addProperty("mean", row.mean());
        json.addProperty("meanSpread", row.spread());
        json.addProperty("timesCairn", results.timesCairn(workload, row));
        if (row.hasSamples()) {
            json.addProperty("samples", row.sampleCount());
            json.addProperty("p50", row.percentile(50));
            json.addProperty("p90", row.percentile(90));
            json.addProperty("p99", row.percentile(99));
            json.addProperty("p999", row.percentile(99.9));
            json.addProperty("p9999", row.percentile(99.99));
            json.add("curve", curve(row));
        }
        return json;
    }

    private static JsonArray curve(Row row) {
        JsonArray curve = new JsonArray();
        for (double rank : CURVE) {
            JsonArray point = new JsonArray();
            point.add(rank);
            point.add(row.percentile(rank));
            curve.add(point);
        }
        return curve;
    }
}
