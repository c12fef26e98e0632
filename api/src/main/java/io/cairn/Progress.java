package io.cairn;

/** Is told how far a long piece of work has come. Called on the thread that works, often. */
@FunctionalInterface
public interface Progress {
    /** Nobody wants to know. */
    Progress NONE = (done, total) -> {};

    /**
     * Takes notice.
     *
     * @param done how much is done, 0 to {@code total}
     * @param total how much there is to do, in the unit that the work names
     */
    void report(long done, long total);
}
