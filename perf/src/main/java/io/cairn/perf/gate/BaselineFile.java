package io.cairn.perf.gate;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The baseline file: JSON, an object for each kind of host, in which each subject has one line with
 * the forks' ratios, as logarithms, to each yardstick. Mean and standard deviation are there for
 * the reader, and must fit the ratios, so that an edit by hand or a bad merge is noticed.
 */
final class BaselineFile {
    /** Changes when the measured loops change: older ratios mean something else. */
    private static final int FORMAT = 1;

    private static final double ROUNDING = 1e-3;
    private static final double DIGITS = 1e5;
    private static final Gson GSON = new Gson();

    private BaselineFile() {}

    /**
     * Reads the file; a missing one has no baselines.
     *
     * @throws GateException if it is damaged, or of another format
     */
    static List<HostBaseline> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new GateException("the baseline path=" + file + " cannot be read", e);
        } catch (JsonParseException | IllegalArgumentException | IllegalStateException e) {
            throw new GateException(
                    "the baseline path=" + file + " is damaged (" + e.getMessage()
                            + "): take it from version control again, or delete it and write a new"
                            + " one with -Dgate.update",
                    e);
        }
    }

    /**
     * Writes the file, over an earlier one.
     *
     * @throws GateException if it cannot be written
     */
    static void write(Path file, List<HostBaseline> baselines) {
        StringJoiner hosts = new StringJoiner(",\n", "", "\n");
        baselines.forEach(baseline -> hosts.add(text(baseline)));
        String text = "{\n\"format\": " + FORMAT + ",\n\"hosts\": [\n" + hosts + "]\n}\n";
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new GateException("the baseline path=" + file + " cannot be written", e);
        }
    }

    private static String text(HostBaseline baseline) {
        StringJoiner subjects = new StringJoiner(",\n", "\"subjects\": {\n", "\n}");
        baseline.ratios()
                .forEach((title, ratios) ->
                        subjects.add(GSON.toJson(title) + ": " + GSON.toJson(line(ratios))));
        return "{\"cpuModel\": " + GSON.toJson(baseline.host().cpuModel())
                + ", \"processors\": " + baseline.host().processors()
                + ", \"java\": " + baseline.host().java()
                + ", \"entries\": " + baseline.entries()
                + ", \"recorded\": " + GSON.toJson(baseline.recorded())
                + ",\n" + subjects + "}";
    }

    private static JsonObject line(List<Ratio> ratios) {
        JsonObject line = new JsonObject();
        line.addProperty("n", ratios.size());
        add(line, "chase", ratios.stream().map(Ratio::toChase).toList());
        add(line, "kernel", ratios.stream().map(Ratio::toKernel).toList());
        return line;
    }

    private static void add(JsonObject line, String yardstick, List<Double> logs) {
        JsonObject to = new JsonObject();
        to.addProperty("mean", rounded(Samples.mean(logs)));
        to.addProperty("sd", rounded(Samples.deviation(logs)));
        JsonArray all = new JsonArray();
        logs.forEach(log -> all.add(rounded(log)));
        to.add("logRatios", all);
        line.add(yardstick, to);
    }

    private static double rounded(double number) {
        return Math.round(number * DIGITS) / DIGITS;
    }

    private static List<HostBaseline> parse(String text) {
        JsonObject root = JsonParser.parseString(text).getAsJsonObject();
        int format = member(root, "format").getAsInt();
        if (format != FORMAT) {
            throw new IllegalArgumentException("format=" + format + ", known is " + FORMAT);
        }
        List<HostBaseline> baselines = new ArrayList<>();
        for (JsonElement host : member(root, "hosts").getAsJsonArray()) {
            baselines.add(host(host.getAsJsonObject()));
        }
        return baselines;
    }

    private static HostBaseline host(JsonObject host) {
        Map<String, List<Ratio>> ratios = new TreeMap<>();
        member(host, "subjects")
                .getAsJsonObject()
                .entrySet()
                .forEach(subject -> ratios.put(
                        subject.getKey(),
                        ratios(subject.getKey(), subject.getValue().getAsJsonObject())));
        return new HostBaseline(
                new HostKey(
                        member(host, "cpuModel").getAsString(),
                        member(host, "processors").getAsInt(),
                        member(host, "java").getAsInt()),
                member(host, "entries").getAsInt(),
                member(host, "recorded").getAsString(),
                ratios);
    }

    private static List<Ratio> ratios(String subject, JsonObject line) {
        int count = member(line, "n").getAsInt();
        List<Double> toChase = logs(subject, line, "chase", count);
        List<Double> toKernel = logs(subject, line, "kernel", count);
        List<Ratio> ratios = new ArrayList<>();
        for (int fork = 0; fork < count; fork++) {
            ratios.add(new Ratio(toChase.get(fork), toKernel.get(fork)));
        }
        return ratios;
    }

    private static List<Double> logs(String subject, JsonObject line, String yardstick, int count) {
        JsonObject to = member(line, yardstick).getAsJsonObject();
        List<Double> logs = new ArrayList<>();
        member(to, "logRatios").getAsJsonArray().forEach(log -> logs.add(log.getAsDouble()));
        boolean fits = logs.size() == count
                && count > 0
                && isNear(member(to, "mean").getAsDouble(), Samples.mean(logs))
                && isNear(member(to, "sd").getAsDouble(), Samples.deviation(logs));
        if (!fits) {
            throw new IllegalArgumentException("n, mean or sd of subject=" + subject + " yardstick="
                    + yardstick + " do not fit its logRatios");
        }
        return logs;
    }

    private static boolean isNear(double written, double computed) {
        return Math.abs(written - computed) <= ROUNDING;
    }

    private static JsonElement member(JsonObject object, String name) {
        JsonElement member = object.get(name);
        if (member == null || member.isJsonNull()) {
            throw new IllegalArgumentException("name=" + name + " is missing");
        }
        return member;
    }
}
