package io.cairn.conformance.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A file system of some mebibytes, mounted for a test: it fills up for real, and one on a disk
 * image can lose its power, with all that was not forced. Only the superuser of a Linux may mount
 * one.
 */
public final class SmallFileSystem implements AutoCloseable {
    /** The least room that a test needs of one. */
    public static final long LEAST_BYTES = 2 << 20;

    private static final String BALLAST = "ballast";
    private static final long MOST_BALLAST_BYTES = 1L << 30;
    private static final String NAMES = "names";
    private static final int MOST_NAMES = 300;
    private static final int MOST_TRIES = 20;
    private static final int[] BALLAST_STEPS = {256 << 10, 4096, 512};

    /**
     * Stops a file system at once, without writing back anything: FS_IOC_SHUTDOWN with
     * FS_SHUTDOWN_FLAGS_NOLOGFLUSH.
     */
    private static final String CUT_POWER =
            "open(my $f, '<', $ARGV[0]) or die $!; my $flags = pack('L', 2);"
                    + " ioctl($f, 0x8004587D, $flags) or die $!";

    private static final Map<Kind, String> WHY_NOT = new ConcurrentHashMap<>();

    /** What the files are on. */
    public enum Kind {
        /** Memory: a page is taken where it is first touched, be it to read it. */
        TMPFS,
        /** An image of a disk, with a journal. */
        EXT4
    }

    private final Kind kind;
    private final Path image;
    private final Path mountPoint;
    private final Thread atExit = new Thread(this::unmountQuietly, "unmount-small-file-system");

    private SmallFileSystem(Kind kind, Path folder) {
        this.kind = kind;
        this.image = folder.resolve("disk-image");
        this.mountPoint = folder.resolve("mounted");
    }

    /**
     * Returns in one sentence why none can be mounted here; the empty string if one can. Tries it,
     * the first time.
     */
    public static String whyNot(Kind kind) {
        return WHY_NOT.computeIfAbsent(kind, SmallFileSystem::tryOut);
    }

    private static String tryOut(Kind kind) {
        try {
            Path folder = Files.createTempDirectory("cairn-mount");
            try (SmallFileSystem tried = mount(kind, folder, LEAST_BYTES)) {
                Files.writeString(tried.folder().resolve("file"), "bytes");
                if (kind == Kind.EXT4) {
                    tried.cutPower();
                }
            } finally {
                Files.delete(folder);
            }
            return "";
        } catch (IOException e) {
            return "no " + kind + " can be mounted here: " + e.getMessage();
        }
    }

    /**
     * Mounts one.
     *
     * @param kind what its files are on
     * @param parent an empty folder
     * @param bytes its size
     */
    public static SmallFileSystem mount(Kind kind, Path parent, long bytes) throws IOException {
        SmallFileSystem made = new SmallFileSystem(kind, parent);
        Files.createDirectory(made.mountPoint);
        boolean mounted = false;
        try {
            if (kind == Kind.EXT4) {
                made.makeImage(bytes);
            }
            made.mount(kind == Kind.TMPFS ? "size=" + bytes + ",nr_inodes=" + MOST_NAMES : "loop");
            mounted = true;
        } finally {
            if (!mounted) {
                Files.deleteIfExists(made.image);
                Files.delete(made.mountPoint);
            }
        }
        Runtime.getRuntime().addShutdownHook(made.atExit);
        return made;
    }

    private void makeImage(long bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        String names = Integer.toString(MOST_NAMES);
        Commands.run("mkfs.ext4", "-q", "-F", "-m", "0", "-N", names, image.toString());
    }

    private void mount(String options) throws IOException {
        String source = kind == Kind.TMPFS ? "tmpfs" : image.toString();
        String type = kind == Kind.TMPFS ? "tmpfs" : "ext4";
        Commands.run("mount", "-t", type, "-o", options, source, mountPoint.toString());
    }

    /** Returns the folder that is its root. */
    public Path folder() {
        return mountPoint;
    }

    /** Returns how many bytes are free. */
    public long freeBytes() throws IOException {
        return freeBytes(mountPoint);
    }

    /** Returns how many bytes are free where a file or folder lies. */
    public static long freeBytes(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    /** Writes a file until there is no room for a byte more. */
    public void fill() throws IOException {
        fill(mountPoint);
    }

    /** Does what {@link #fill()} does, in a process that has not mounted it. */
    public static void fill(Path folder) throws IOException {
        fillBut(folder, 0);
    }

    /** Writes a file until no more than so many bytes are free. */
    public void fillBut(long leave) throws IOException {
        fillBut(mountPoint, leave);
    }

    private static void fillBut(Path folder, long leave) throws IOException {
        try (FileChannel ballast = FileChannel.open(
                folder.resolve(BALLAST),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            boolean wrote = true;
            while (wrote) { // what is written back may take less room than was set aside for it
                wrote = false;
                for (int step : BALLAST_STEPS) {
                    while ((leave == 0 || freeBytes(folder) >= leave + step)
                            && wrote(ballast, step)) {
                        wrote = true;
                        requireSmall(folder, ballast.position());
                    }
                }
                ballast.force(true);
            }
        }
    }

    /**
     * Where the file system was unmounted by somebody else, the machine's own disk would be filled.
     */
    private static void requireSmall(Path folder, long bytes) {
        if (bytes > MOST_BALLAST_BYTES) {
            throw new IllegalStateException("folder=" + folder + " took bytes=" + bytes
                    + "; no small file system is there");
        }
    }

    private static boolean wrote(FileChannel ballast, int bytes) {
        try {
            return ballast.write(ByteBuffer.allocate(bytes)) == bytes;
        } catch (IOException full) {
            return false;
        }
    }

    /** Deletes what {@link #fill()} has written. */
    public void makeRoom() throws IOException {
        makeRoom(mountPoint);
    }

    /** Does what {@link #makeRoom()} does, in a process that has not mounted it. */
    public static void makeRoom(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(BALLAST));
    }

    /** Makes files without a byte until there can be no more. */
    public void fillNames() throws IOException {
        Path names = Files.createDirectories(mountPoint.resolve(NAMES));
        boolean more = true;
        for (int i = 0; more; i++) {
            more = made(names.resolve(Integer.toString(i)));
        }
    }

    private static boolean made(Path file) {
        try {
            Files.createFile(file);
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    /** Deletes what {@link #fillNames()} has made. */
    public void makeRoomForNames() throws IOException {
        try (Stream<Path> files = Files.list(mountPoint.resolve(NAMES))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Makes it read-only, or writable again. No file may be open for writing. */
    public void setReadOnly(boolean readOnly) throws IOException {
        runUnmapped("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), mountPoint.toString());
    }

    /** Has the system forget what it holds of files in memory, where no mapping needs it. */
    public static void dropCaches() throws IOException {
        Commands.run("sh", "-c", "sync && echo 3 > /proc/sys/vm/drop_caches");
    }

    /** Some backends unmap a file only when the collector finds that nobody can reach it. */
    private static void runUnmapped(String... command) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                Commands.run(command);
                return;
            } catch (IOException busy) {
                if (tries == MOST_TRIES) {
                    throw busy;
                }
                System.gc();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20L * tries));
            }
        }
    }

    /**
     * Loses all that was not forced to the disk image, as a loss of power does, and mounts what is
     * left. No process may have a file of it mapped or open.
     */
    public void cutPower() throws IOException {
        Commands.run("perl", "-e", CUT_POWER, mountPoint.toString());
        runUnmapped("umount", mountPoint.toString());
        mount("loop");
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(atExit);
        Commands.run("umount", "--lazy", mountPoint.toString());
        Files.delete(mountPoint);
        Files.deleteIfExists(image);
    }

    private void unmountQuietly() {
        try {
            Commands.run("umount", "--lazy", mountPoint.toString());
        } catch (IOException e) {
            System.err.println("still mounted: " + mountPoint + ": " + e.getMessage());
        }
    }
}
