package io.cairn.perf;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.List;

/** Puts the measurements into one line of JSON, for the selection file. */
final class ResultsJson {
    private ResultsJson() {}

    /** An object of the run's settings, the grades and all rows; times in nanoseconds. */
    static String of(
            SelectSettings settings, List<Candidate> candidates, Measurements measurements) {
        JsonObject results = new JsonObject();
        results.addProperty("unit", "ns");
        results.addProperty("target", Grade.TARGET_NANOS);
        results.addProperty("entries", settings.entries());
        results.addProperty("keyBytes", Dataset.KEY_BYTES);
        results.addProperty("valueBytes", Dataset.VALUE_BYTES);
        results.addProperty("thorough", settings.thorough());
        JsonObject grades = new JsonObject();
        candidates.forEach(candidate ->
                grades.addProperty(candidate.backend(), candidate.grade().phrase()));
        results.add("grades", grades);
        JsonArray rows = new JsonArray();
        measurements.all().forEach((subject, figures) -> rows.add(row(subject, figures)));
        results.add("rows", rows);
        return new Gson().toJson(results);
    }

    private static JsonObject row(Subject subject, Figures figures) {
        JsonObject row = new JsonObject();
        row.addProperty("workload", subject.workload().title());
        row.addProperty("medium", subject.medium().parameter());
        row.addProperty("backend", subject.backend());
        add(row, "mean", figures.mean());
        row.addProperty("meanIsSampled", !figures.hasAverages());
        if (figures.hasSamples()) {
            add(row, "p50", figures.median());
            add(row, "p99", figures.p99());
            row.addProperty("p99.9", rounded(figures.percentile(99.9)));
            row.addProperty("p99.99", rounded(figures.percentile(99.99)));
            row.addProperty("samples", figures.sampleCount());
        }
        return row;
    }

    private static void add(JsonObject row, String name, Estimate estimate) {
        row.addProperty(name, rounded(estimate.value()));
        row.addProperty(name + "Error", rounded(estimate.error()));
    }

    /** To tenths: more digits say nothing. */
    private static double rounded(double nanos) {
        return Math.round(nanos * 10) / 10.0;
    }
}
