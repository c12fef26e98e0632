package io.cairn.perf.bars;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** What one fork measured, by name; how it comes from the fork to {@link BarsMain}. */
final class Readings {
    /** Ends the names of mean times, in nanoseconds an operation. */
    static final String NANOS = ".nanos";
    /** Ends the names of what is allocated, in bytes an operation. */
    static final String BYTES = ".bytes";

    private static final Gson GSON = new Gson();

    private final Map<String, Double> values = new TreeMap<>();
    private final Map<String, String> histograms = new TreeMap<>();

    /** Keeps a value under a name. */
    void put(String name, double value) {
        values.put(name, value);
    }

    /** Keeps a whole number under a name. */
    void put(String name, long value) {
        put(name, (double) value);
    }

    /** Returns the value of a name; no number where this fork did not measure it. */
    double get(String name) {
        return values.getOrDefault(name, Double.NaN);
    }

    /** Returns the mean time of an operation in nanoseconds; no number if not measured. */
    double nanos(String operation) {
        return get(operation + NANOS);
    }

    /** Returns the names of all operations with a mean time. */
    List<String> timedOperations() {
        return values.keySet().stream()
                .filter(name -> name.endsWith(NANOS))
                .map(name -> name.substring(0, name.length() - NANOS.length()))
                .toList();
    }

    /** Keeps the times of single operations. */
    void put(String name, Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        byte[] encoded = new byte[length];
        bytes.flip().get(encoded);
        histograms.put(name, Base64.getEncoder().encodeToString(encoded));
    }

    /** Returns the times of single operations; none or one histogram. */
    List<Histogram> histograms(String name) {
        String encoded = histograms.get(name);
        List<Histogram> found = new ArrayList<>();
        if (encoded != null) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
            try {
                found.add(Histogram.decodeFromCompressedByteBuffer(bytes, 0));
            } catch (DataFormatException e) {
                throw new IllegalStateException("histogram name=" + name + " is damaged", e);
            }
        }
        return found;
    }

    /** Writes all readings to a file. */
    void write(Path file) {
        try {
            Files.writeString(file, GSON.toJson(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what {@link #write} wrote. */
    static Readings read(Path file) {
        try {
            return GSON.fromJson(Files.readString(file), Readings.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
