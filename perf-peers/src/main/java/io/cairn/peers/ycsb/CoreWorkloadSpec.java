package io.cairn.peers.ycsb;

import java.util.Properties;

/** YCSB's core workloads, as its own files {@code workloada} to {@code workloadf} define them. */
enum CoreWorkloadSpec {
    /** Half reads, half updates. */
    A(0.5, 0.5, 0, 0, 0, "zipfian"),
    /** Mostly reads, some updates. */
    B(0.95, 0.05, 0, 0, 0, "zipfian"),
    /** Reads only. */
    C(1, 0, 0, 0, 0, "zipfian"),
    /** Half reads, half read-modify-writes. */
    F(0.5, 0, 0, 0, 0.5, "zipfian"),
    /** Mostly reads of what was inserted last, some inserts. */
    D(0.95, 0, 0.05, 0, 0, "latest"),
    /** Mostly scans of up to 100 records, some inserts. */
    E(0, 0, 0.05, 0.95, 0, "zipfian");

    private final double read;
    private final double update;
    private final double insert;
    private final double scan;
    private final double readModifyWrite;
    private final String distribution;

    CoreWorkloadSpec(
            double read,
            double update,
            double insert,
            double scan,
            double readModifyWrite,
            String distribution) {
        this.read = read;
        this.update = update;
        this.insert = insert;
        this.scan = scan;
        this.readModifyWrite = readModifyWrite;
        this.distribution = distribution;
    }

    /**
     * The properties of the workload over so many records of ten fields of 100 bytes, verified.
     *
     * @param records how many records there are
     */
    Properties properties(long records) {
        Properties all = new Properties();
        all.setProperty("readproportion", String.valueOf(read));
        all.setProperty("updateproportion", String.valueOf(update));
        all.setProperty("insertproportion", String.valueOf(insert));
        all.setProperty("scanproportion", String.valueOf(scan));
        all.setProperty("readmodifywriteproportion", String.valueOf(readModifyWrite));
        all.setProperty("requestdistribution", distribution);
        all.setProperty("recordcount", String.valueOf(records));
        all.setProperty("operationcount", String.valueOf(records));
        all.setProperty("readallfields", "true");
        all.setProperty("maxscanlength", "100");
        all.setProperty("scanlengthdistribution", "uniform");
        all.setProperty("fieldcount", "10");
        all.setProperty("fieldlength", "100");
        all.setProperty("dataintegrity", "true");
        return all;
    }
}
