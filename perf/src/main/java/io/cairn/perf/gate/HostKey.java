package io.cairn.perf.gate;

import io.cairn.spi.HostFingerprint;

/**
 * The kind of host and JVM on which ratios can be compared.
 *
 * @param cpuModel the processor as the system names it
 * @param processors how many the JVM may use
 * @param java the JDK's feature version
 */
record HostKey(String cpuModel, int processors, int java) {
    /** Where this JVM runs. */
    static HostKey current() {
        HostFingerprint host = HostFingerprint.current();
        return new HostKey(host.cpuModel(), host.processors(), Runtime.version().feature());
    }

    @Override
    public String toString() {
        return processors + " x " + cpuModel + ", JDK " + java;
    }
}
