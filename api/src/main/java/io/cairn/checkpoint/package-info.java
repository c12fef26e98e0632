/**
 * Checkpoints in a folder: full snapshots, and the changes since, with a manifest.
 * {@link io.cairn.checkpoint.CheckpointFolder} is where to start.
 *
 * <p>Priorities, in order: a checkpoint that was published can be restored, whatever happens to the
 * process or the power while later ones are written or older ones are dropped; what is damaged is
 * found and named; a checkpoint costs what changed.
 *
 * <p><b>Threads.</b> A folder is used by one thread at a time, which need not be a store's owner,
 * and is open once.
 *
 * <p><b>Errors.</b> What the file system does is an {@link java.io.IOException}, damage a
 * {@link io.cairn.CorruptStoreException} that names the file. After either, all published
 * checkpoints are as before.
 */
@NullMarked
package io.cairn.checkpoint;

import org.jspecify.annotations.NullMarked;
