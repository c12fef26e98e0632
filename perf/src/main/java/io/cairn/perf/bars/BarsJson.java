package io.cairn.perf.bars;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.cairn.perf.Medium;
import io.cairn.spi.HostFingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Writes all results to one file: host, rows, curves of percentiles, latency against size. */
final class BarsJson {
    private static final double[] PERCENTILES = {
        0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.999, 100
    };
    private static final List<String> SAMPLED = List.of(
            "get",
            "overwrite",
            "insert",
            "timer",
            "snapshot.time",
            "snapshot.settled",
            "snapshot.put.alone",
            "snapshot.put.open",
            "snapshot.put.serialising",
            "compaction.steps.put",
            "compaction.steps.flush",
            "compaction.whole.put",
            "compaction.none.put");

    private final Observations observations;

    private BarsJson(Observations observations) {
        this.observations = observations;
    }

    /** Writes the file. */
    static void write(Path file, List<BarResult> results, Observations observations) {
        BarsJson json = new BarsJson(observations);
        JsonObject all = new JsonObject();
        all.add("host", host());
        JsonArray rows = new JsonArray();
        results.forEach(result -> rows.add(row(result)));
        all.add("bars", rows);
        all.add("operations", json.operations());
        all.add("percentiles", json.percentiles());
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(
                    file,
                    new GsonBuilder()
                            .setPrettyPrinting()
                            .serializeSpecialFloatingPointValues()
                            .create()
                            .toJson(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject host() {
        HostFingerprint fingerprint = HostFingerprint.current();
        JsonObject host = new JsonObject();
        host.addProperty("os", fingerprint.osName() + " " + fingerprint.osArch());
        host.addProperty("cpu", fingerprint.cpuModel());
        host.addProperty("processors", fingerprint.processors());
        host.addProperty("jvm", fingerprint.vmName() + " " + fingerprint.runtimeVersion());
        return host;
    }

    private static JsonObject row(BarResult result) {
        JsonObject row = new JsonObject();
        row.addProperty("name", result.name());
        row.addProperty("entries", result.entries());
        row.addProperty("unit", result.limit().unit().name());
        if (result.limit().isSet()) {
            row.addProperty("limit", result.limit().value());
            row.addProperty("atLeast", result.limit().atLeast());
            row.addProperty("ok", result.isOk());
        }
        row.addProperty("measured", result.measured());
        JsonObject figures = new JsonObject();
        result.figures().forEach(figures::addProperty);
        row.add("backends", figures);
        return row;
    }

    /** Each operation's mean time in nanoseconds for each size, medium and lane. */
    private JsonArray operations() {
        JsonArray operations = new JsonArray();
        for (int entries : observations.sizes()) {
            for (Medium medium : Medium.values()) {
                for (String name : observations.timedOperations(medium, entries)) {
                    for (Lane lane : observations.lanes()) {
                        addOperation(operations, lane, medium, entries, name);
                    }
                }
            }
        }
        return operations;
    }

    private void addOperation(
            JsonArray operations, Lane lane, Medium medium, int entries, String name) {
        double nanos = observations.median(lane, medium, entries, readings -> readings.nanos(name));
        if (!Double.isNaN(nanos)) {
            JsonObject operation = subject(name, lane, medium, entries);
            operation.addProperty("nanos", nanos);
            operations.add(operation);
        }
    }

    private JsonArray percentiles() {
        JsonArray curves = new JsonArray();
        for (int entries : observations.sizes()) {
            for (Medium medium : Medium.values()) {
                for (Lane lane : observations.lanes()) {
                    SAMPLED.forEach(name -> addCurve(curves, lane, medium, entries, name));
                }
            }
        }
        return curves;
    }

    private void addCurve(JsonArray curves, Lane lane, Medium medium, int entries, String name) {
        Histogram histogram = observations.histogram(lane, medium, entries, name);
        if (histogram.getTotalCount() == 0) {
            return;
        }
        JsonObject curve = subject(name, lane, medium, entries);
        curve.addProperty("samples", histogram.getTotalCount());
        JsonArray points = new JsonArray();
        for (double percentile : PERCENTILES) {
            JsonArray point = new JsonArray();
            point.add(percentile);
            point.add(histogram.getValueAtPercentile(percentile));
            points.add(point);
        }
        curve.add("points", points);
        curves.add(curve);
    }

    private static JsonObject subject(String name, Lane lane, Medium medium, int entries) {
        JsonObject subject = new JsonObject();
        subject.addProperty("operation", name);
        subject.addProperty("backend", lane.backend());
        subject.addProperty("java", lane.release());
        subject.addProperty("medium", medium.parameter());
        subject.addProperty("entries", entries);
        return subject;
    }
}
