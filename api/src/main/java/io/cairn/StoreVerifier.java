package io.cairn;

import java.nio.file.Path;

/**
 * Checks stores thoroughly, and lists what it finds instead of throwing.
 *
 * <p>Of an open store it checks: every live record's kind, place and, on file, checksum; every
 * record of a log on file, and whether what it says of its key is what the indexes say; that each
 * entry of the ordered index is found in the hash index at the same record, and each one of the
 * hash index in the log under its own key; that the tree's keys ascend strictly, its separators
 * divide them, and its prefixes and heads are those of the keys; and all counts.
 *
 * <p>Of a file it checks, besides, both slots of the header, that the last flush ends where a
 * record does and names the right number of entries, and the index image: it must hold the very
 * indexes that the log gives.
 *
 * <p>Costs O(n) reading, and memory for the indexes where a file is checked.
 */
public final class StoreVerifier {
    private StoreVerifier() {}

    /**
     * {@return what a check of an open store found}
     *
     * @param store the store; the caller is its owner
     * @throws IllegalStateException if it is closed
     */
    public static VerificationReport verify(StateStore store) {
        return store.verify();
    }

    /**
     * {@return what a check of a file found} Changes nothing, on the disk neither; works in a
     * folder that cannot be written.
     *
     * @param path the file
     * @throws StoreLockedException if the store is open for writing
     * @throws UnsupportedFormatException if the file is of a version that this build does not read
     * @throws StoreIoException if the file is absent or cannot be read
     */
    public static VerificationReport verify(Path path) {
        return StateStores.selectedBackend().verify(path, Progress.NONE);
    }
}
