package io.cairn.perf.gate;

/**
 * What one fork says of one subject: logarithms, since slowing down multiplies.
 *
 * @param toChase the natural logarithm of its time in steps of the chase
 * @param toKernel the natural logarithm of its time in operations of the kernel
 */
record Ratio(double toChase, double toKernel) {
    /**
     * Makes a ratio.
     *
     * @throws IllegalArgumentException if one is infinite or no number
     */
    Ratio {
        if (!Double.isFinite(toChase) || !Double.isFinite(toKernel)) {
            throw new IllegalArgumentException(
                    "toChase=" + toChase + " toKernel=" + toKernel + " must be finite");
        }
    }

    /** The logarithm of the time in units of the subject's own yardstick. */
    double toYardstick(GateSubject subject) {
        boolean inMemory = subject.medium() == io.cairn.perf.Medium.MEMORY;
        double share = subject.operation().chaseShare(inMemory);
        return share * toChase + (1 - share) * toKernel;
    }
}
