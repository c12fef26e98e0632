package io.cairn;

import java.nio.file.Path;

/**
 * Saves what is left of a damaged store: copies every intact record, in the order in which they
 * were written, into a new one. Behind a damaged place it looks for the next offset at which a
 * record's checksum fits; places that the disk fails to read are such damage, too.
 *
 * <p>What was lost may have been deletions as well as values: an entry that was deleted, or had a
 * later value, in a lost range is there again with the value that it had before. Read
 * {@link SalvageReport#lost()}, and prefer a backup where there is one.
 */
public final class StoreSalvage {
    private StoreSalvage() {}

    /**
     * Salvages. Costs O(bytes of the file); needs heap for the largest value. The new store has the
     * name {@code target.salvage} until it is whole and durable, so a crash leaves no target rather
     * than half of one; the next salvage deletes what was left.
     *
     * @param damaged the file, which is not changed
     * @param target where the new store is to be; must not exist
     * @return what was saved and what was lost
     * @throws IllegalArgumentException if {@code target} exists
     * @throws CorruptStoreException if nothing can be salvaged: it is no store
     * @throws StoreLockedException if the damaged store is open for writing
     * @throws UnsupportedFormatException if the file is of a version that this build does not read
     * @throws StoreIoException if the system refuses; there is no new store then, or, if only its
     *     name could not be made durable, a whole one
     */
    public static SalvageReport salvage(Path damaged, Path target) {
        return StateStores.selectedBackend().salvage(damaged, target, Progress.NONE);
    }
}
