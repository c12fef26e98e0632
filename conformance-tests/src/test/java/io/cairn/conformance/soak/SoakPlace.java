package io.cairn.conformance.soak;

import io.cairn.WindowSizes;
import io.cairn.conformance.host.SmallFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder in which one store lives through its generations, perhaps on a disk of its own. */
final class SoakPlace implements AutoCloseable {
    private static final long DISK_BYTES = 24 << 20;
    private static final int PAGE = 4096;

    private final Path folder;
    private final @Nullable SmallFileSystem disk;
    private final boolean canLosePower;
    private SoakModel model = new SoakModel();
    private WindowSizes windows = WindowSizes.DEFAULT;

    private SoakPlace(Path folder, @Nullable SmallFileSystem disk, boolean canLosePower) {
        this.folder = folder;
        this.disk = disk;
        this.canLosePower = canLosePower;
    }

    /** A place in a folder. */
    static SoakPlace in(Path folder) throws IOException {
        return new SoakPlace(Files.createDirectory(folder), null, false);
    }

    /** A place on a small disk that is mounted in a folder. */
    static SoakPlace onSmallDisk(SmallFileSystem.Kind kind, Path folder) throws IOException {
        SmallFileSystem disk =
                SmallFileSystem.mount(kind, Files.createDirectory(folder), DISK_BYTES);
        return new SoakPlace(disk.folder(), disk, kind == SmallFileSystem.Kind.EXT4);
    }

    /** What a report of a failure needs: which place it is, and what lies there. */
    @Override
    public String toString() {
        try (Stream<Path> files = Files.list(folder)) {
            return (disk == null ? "a folder" : canLosePower ? "ext4" : "tmpfs") + " with windows="
                    + windows + " room=" + Files.getFileStore(folder).getUsableSpace() + " files="
                    + files.map(file -> file.getFileName() + ":" + file.toFile().length())
                            .toList();
        } catch (IOException e) {
            return folder + ", " + e;
        }
    }

    Path file() {
        return folder.resolve("store");
    }

    boolean isOnSmallDisk() {
        return disk != null;
    }

    boolean canLosePower() {
        return canLosePower;
    }

    void cutPower() throws IOException {
        Objects.requireNonNull(disk, "disk").cutPower();
    }

    void makeRoom() throws IOException {
        SmallFileSystem.makeRoom(folder);
    }

    SoakModel model() {
        return model;
    }

    WindowSizes windows() {
        return windows;
    }

    /** Begins with a new store. */
    void beginAnew(SplittableRandom random) throws IOException {
        for (String suffix : new String[] {"", ".idx", ".idx.tmp", ".compact", ".lock"}) {
            Files.deleteIfExists(folder.resolve("store" + suffix));
        }
        makeRoom();
        model = new SoakModel();
        windows = random.nextBoolean()
                ? WindowSizes.DEFAULT
                : new WindowSizes(PAGE, PAGE << random.nextInt(4));
    }

    @Override
    public void close() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }
}
