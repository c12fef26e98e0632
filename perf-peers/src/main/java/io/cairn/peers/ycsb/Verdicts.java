package io.cairn.peers.ycsb;

import java.io.IOException;
import java.io.UncheckedIOException;
import site.ycsb.measurements.Measurements;
import site.ycsb.measurements.exporter.MeasurementsExporter;

/** Takes from YCSB's own measurements how many records it verified, and with which outcome. */
final class Verdicts implements MeasurementsExporter {
    private static final String VERIFY = "VERIFY";
    private static final String RETURN = "Return=";
    private static final String GOOD = RETURN + "OK";

    private long good;
    private long bad;

    private Verdicts() {}

    /**
     * How many records YCSB has verified in this JVM.
     *
     * @throws IllegalStateException if one was not what was put
     */
    static long verified() {
        Verdicts verdicts = new Verdicts();
        try {
            Measurements.getMeasurements().exportMeasurements(verdicts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (verdicts.bad > 0) {
            throw new IllegalStateException("YCSB found records=" + verdicts.bad
                    + " wrong, and records=" + verdicts.good + " right");
        }
        return verdicts.good;
    }

    @Override
    public void write(String metric, String measurement, int count) {
        write(metric, measurement, (long) count);
    }

    @Override
    public void write(String metric, String measurement, long count) {
        if (metric.equals(VERIFY) && measurement.startsWith(RETURN)) {
            if (measurement.equals(GOOD)) {
                good += count;
            } else {
                bad += count;
            }
        }
    }

    /** Times, which are taken elsewhere. */
    @Override
    public void write(String metric, String measurement, double figure) {}

    /** There is nothing to close. */
    @Override
    public void close() {}
}
