package io.cairn.checkpoint;

import io.cairn.CorruptStoreException;
import io.cairn.Snapshot;
import io.cairn.SnapshotChain;
import io.cairn.SnapshotInfo;
import io.cairn.StateStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Publishes checkpoints of one store in a folder, as full snapshots and the changes since, and
 * restores them.
 *
 * <p>A checkpoint is written to a temporary file, forced, renamed, and then listed in the manifest,
 * which is replaced in the same way. So at any moment the manifest lists just what is whole and
 * durable. What a crash leaves beside it is deleted by the next opening.
 *
 * <p>The first checkpoint after an opening is a full one, since there is no snapshot in memory that
 * changes could be found since.
 */
public final class CheckpointFolder implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String TEMPORARY = ".tmp";
    private static final Pattern OWN =
            Pattern.compile("checkpoint-\\d{10,}\\.(full|delta)(\\.tmp)?|manifest\\.tmp");

    private final Path folder;
    private final CheckpointPolicy policy;
    private final CheckpointFiles files;
    private List<Manifest.Line> lines;
    /** The snapshot of the last checkpoint, if that was published here. */
    private @Nullable Snapshot last;

    private CheckpointFolder(
            Path folder,
            CheckpointPolicy policy,
            CheckpointFiles files,
            List<Manifest.Line> lines) {
        this.folder = folder;
        this.policy = policy;
        this.files = files;
        this.lines = lines;
    }

    /**
     * Opens a folder, which is made if it is absent, and deletes what a crash left in it. Files
     * with other names than a folder's own are left alone.
     *
     * @param folder the folder
     * @param policy when a checkpoint is a full one, and how many are kept
     * @return the open folder
     * @throws IOException if the file system fails
     * @throws CorruptStoreException if the manifest is damaged, or is lost while there are
     *     checkpoints
     */
    public static CheckpointFolder open(Path folder, CheckpointPolicy policy) throws IOException {
        return open(folder, policy, new CheckpointFiles());
    }

    static CheckpointFolder open(Path folder, CheckpointPolicy policy, CheckpointFiles files)
            throws IOException {
        Objects.requireNonNull(policy, "policy");
        Files.createDirectories(folder);
        Path manifest = folder.resolve(Manifest.NAME);
        boolean isNew = !Files.exists(manifest);
        List<Manifest.Line> lines =
                isNew ? List.of() : Manifest.decode(Files.readAllBytes(manifest), manifest);
        CheckpointFolder opened = new CheckpointFolder(folder, policy, files, lines);
        if (isNew) {
            opened.begin();
        } else {
            files.forceFolder(folder); // the manifest that is read stays, before files go
        }
        opened.deleteLeftOvers();
        return opened;
    }

    private void begin() throws IOException {
        for (Path file : ownFiles()) {
            if (!file.toString().endsWith(TEMPORARY)) {
                throw Manifest.damaged(
                        folder.resolve(Manifest.NAME),
                        "it is lost, but there is " + file.getFileName());
            }
        }
        writeManifest(List.of());
    }

    private List<Path> ownFiles() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file ->
                            OWN.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .toList();
        }
    }

    private void deleteLeftOvers() throws IOException {
        List<String> listed =
                lines.stream().map(line -> line.checkpoint().fileName()).toList();
        List<Path> leftOver = ownFiles().stream()
                .filter(file -> !listed.contains(String.valueOf(file.getFileName())))
                .toList();
        for (Path file : leftOver) {
            files.delete(file);
        }
    }

    /** {@return all published checkpoints, the oldest first; each can be restored} */
    public List<Checkpoint> checkpoints() {
        return lines.stream().map(Manifest.Line::checkpoint).toList();
    }

    /**
     * Publishes a checkpoint, durably, and then drops those that the policy keeps no longer. Costs
     * the writing of what changed since the last one, or of all entries.
     *
     * @param snapshot an open snapshot, which this thread may read; it belongs to the folder from
     *     now on, which closes it
     * @return the checkpoint
     * @throws IOException if the file system fails. The checkpoint was then not published, unless
     *     the failure came after that, which {@link #checkpoints} tells; all others are as before
     * @throws IllegalStateException if the snapshot is closed
     */
    public Checkpoint checkpoint(Snapshot snapshot) throws IOException {
        boolean published = false;
        try {
            Manifest.Line line = write(snapshot);
            List<Manifest.Line> all = new ArrayList<>(lines);
            all.add(line);
            List<Manifest.Line> kept = kept(all);
            writeManifest(kept);
            replaceLast(snapshot);
            published = true;
            deleteLeftOvers();
            return line.checkpoint();
        } finally {
            if (!published) {
                snapshot.close();
            }
        }
    }

    private void replaceLast(@Nullable Snapshot snapshot) {
        Snapshot before = last;
        last = snapshot;
        if (before != null) {
            before.close();
        }
    }

    private Manifest.Line write(Snapshot snapshot) throws IOException {
        long number = lines.isEmpty() ? 1 : newest().checkpoint().number() + 1;
        Snapshot base = needsFull() ? null : last;
        Checkpoint unwritten = describe(snapshot, number, base == null, 0);
        Path target = folder.resolve(unwritten.fileName());
        Path temporary = folder.resolve(unwritten.fileName() + TEMPORARY);
        CRC32C crc = new CRC32C();
        try {
            write(snapshot, base, temporary, crc);
            files.force(temporary);
            files.rename(temporary, target);
            files.forceFolder(folder);
        } catch (IOException | RuntimeException e) {
            deleteAfter(e, temporary);
            throw e;
        }
        return new Manifest.Line(
                describe(snapshot, number, base == null, Files.size(target)), (int) crc.getValue());
    }

    private void write(Snapshot snapshot, @Nullable Snapshot base, Path file, CRC32C crc)
            throws IOException {
        try (OutputStream out = new CheckedOutputStream(
                new BufferedOutputStream(files.create(file), BUFFER_BYTES), crc)) {
            if (base == null) {
                snapshot.writeTo(out, policy.options());
            } else {
                snapshot.writeChangesSince(base, out, policy.options());
            }
        }
    }

    private void deleteAfter(Exception failure, Path file) {
        try {
            files.delete(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static Checkpoint describe(Snapshot snapshot, long number, boolean isFull, long bytes) {
        return new Checkpoint(number, isFull, bytes, snapshot.id(), snapshot.takenAtEpochMillis());
    }

    private Manifest.Line newest() {
        return lines.get(lines.size() - 1);
    }

    private boolean needsFull() {
        Snapshot base = last;
        if (base == null
                || lines.isEmpty()
                || !base.id().equals(newest().checkpoint().snapshotId())) {
            return true;
        }
        List<Manifest.Line> chain = chainTo(lines.size() - 1);
        long full = chain.get(0).checkpoint().bytes();
        long deltas =
                chain.stream().mapToLong(line -> line.checkpoint().bytes()).sum() - full;
        return chain.size() > policy.mostDeltas() || deltas > full * policy.mostDeltaShare();
    }

    /** Returns the links that the checkpoint in a place needs, its own last. */
    private List<Manifest.Line> chainTo(int place) {
        return lines.subList(firstOf(lines, place), place + 1);
    }

    private static int firstOf(List<Manifest.Line> all, int place) {
        int first = place;
        while (!all.get(first).checkpoint().isFull()) {
            first--;
        }
        return first;
    }

    /** Leaves out the oldest ones, as far as no kept one needs them. */
    private List<Manifest.Line> kept(List<Manifest.Line> all) {
        int oldest = Math.max(0, all.size() - policy.kept());
        return List.copyOf(all.subList(firstOf(all, oldest), all.size()));
    }

    /** Replaces the manifest; from then on it lists just these. */
    private void writeManifest(List<Manifest.Line> listed) throws IOException {
        Path target = folder.resolve(Manifest.NAME);
        Path temporary = folder.resolve(Manifest.NAME + TEMPORARY);
        try (OutputStream out = files.create(temporary)) {
            out.write(Manifest.encode(listed));
        }
        files.force(temporary);
        files.rename(temporary, target);
        lines = listed;
        files.forceFolder(folder);
    }

    /**
     * Checks each file's presence, length and checksum. Costs the reading of all files.
     *
     * @return a line for each file that is damaged or missing, which begins with its name; empty if
     *     all is well
     * @throws IOException if a file that is there cannot be read
     */
    public List<String> verify() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Manifest.Line line : lines) {
            String finding = verify(line);
            if (finding != null) {
                findings.add(finding);
            }
        }
        return findings;
    }

    private @Nullable String verify(Manifest.Line line) throws IOException {
        Checkpoint checkpoint = line.checkpoint();
        Path file = folder.resolve(checkpoint.fileName());
        if (!Files.exists(file)) {
            return checkpoint.fileName() + " is missing";
        }
        long length = Files.size(file);
        if (length != checkpoint.bytes()) {
            return checkpoint.fileName() + " has bytes=" + length + " instead of "
                    + checkpoint.bytes();
        }
        CRC32C crc = new CRC32C();
        byte[] part = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                crc.update(part, 0, read);
            }
        }
        return (int) crc.getValue() == line.crc()
                ? null
                : checkpoint.fileName() + " has a wrong checksum";
    }

    /**
     * Replaces a store's entries by those of the newest checkpoint. Verifies the files that it
     * needs, and then reads them again.
     *
     * @param store the store, which this thread owns
     * @return what the checkpoint says of its snapshot
     * @throws IllegalStateException if there is no checkpoint
     * @throws CorruptStoreException if a file is damaged or missing; the store is then as before
     * @throws IOException if a file cannot be read; the store is then as before
     */
    public SnapshotInfo restoreLatest(StateStore store) throws IOException {
        if (lines.isEmpty()) {
            throw new IllegalStateException(
                    "the folder=" + folder + " has no checkpoint; publish one first");
        }
        return restore(store, newest().checkpoint().number());
    }

    /**
     * Replaces a store's entries by those of a checkpoint. Verifies the files that it needs, and
     * then reads them again.
     *
     * @param store the store, which this thread owns
     * @param number the checkpoint's number
     * @return what the checkpoint says of its snapshot
     * @throws IllegalArgumentException if there is no such checkpoint
     * @throws CorruptStoreException if a file is damaged or missing; the store is then as before
     * @throws IOException if a file cannot be read; the store is then as before
     */
    public SnapshotInfo restore(StateStore store, long number) throws IOException {
        int place = 0;
        while (place < lines.size() && lines.get(place).checkpoint().number() != number) {
            place++;
        }
        if (place == lines.size()) {
            throw new IllegalArgumentException("there is no checkpoint number=" + number
                    + " in folder=" + folder + "; checkpoints() lists those that there are");
        }
        List<Manifest.Line> chain = chainTo(place);
        for (Manifest.Line link : chain) {
            String finding = verify(link);
            if (finding != null) {
                throw new CorruptStoreException("checkpoint number=" + number + " in folder="
                        + folder + ": the file " + finding + "; restore another checkpoint");
            }
        }
        return restore(store, chain);
    }

    private SnapshotInfo restore(StateStore store, List<Manifest.Line> chain) throws IOException {
        List<InputStream> streams = new ArrayList<>();
        try {
            for (Manifest.Line link : chain) {
                Path file = folder.resolve(link.checkpoint().fileName());
                streams.add(new BufferedInputStream(Files.newInputStream(file)));
            }
            return store.restore(
                    SnapshotChain.of(streams.get(0), streams.subList(1, streams.size())));
        } finally {
            for (InputStream stream : streams) {
                stream.close();
            }
        }
    }

    /** Closes the last checkpoint's snapshot, if that is open. A second call does nothing. */
    @Override
    public void close() {
        replaceLast(null);
    }
}
