package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/**
 * Real paths and contents: every class file of the running JDK under its path, tens of thousands of
 * keys with long common prefixes and values from some hundred bytes to some hundred thousand. Keeps
 * checksums only, so that the heap stays small.
 */
public abstract class RealInputContract extends StoreTests {
    private static final String DELETED_MODULE = "/modules/java.desktop/";

    /** For subclasses. */
    protected RealInputContract() {}

    @Test
    void everyClassFileOfTheJdkIsStoredScannedDeletedCompactedAndReopened() throws IOException {
        StateStore store = open(Mode.ON_FILE);
        NavigableMap<String, Long> sums = storeAll(store);
        long bytes = store.sizeBytes();
        int files = sums.size();
        assertThat(files).isGreaterThan(5_000);
        verifyAll(store, sums);
        int packages = verifyPackages(store, sums);

        int deleted = deleteModule(store, sums);
        assertThat(store.fragmentation()).isPositive();
        verifyAll(store, sums);
        store.compact();
        verifyAll(store, sums);
        store = reopen(store, Mode.ON_FILE);
        verifyAll(store, sums);
        verifyPackages(store, sums);
        Summary.print(
                "real-input",
                provider(),
                "classFiles=" + files + " bytes=" + bytes + " packages=" + packages + " deleted="
                        + deleted + " left=" + store.size() + " bytesLeft=" + store.sizeBytes());
    }

    private static NavigableMap<String, Long> storeAll(StateStore store) throws IOException {
        NavigableMap<String, Long> sums = new TreeMap<>();
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> paths = Files.walk(modules)) {
            paths.filter(path -> path.toString().endsWith(".class")).forEach(path -> {
                byte[] content = read(path);
                store.put(Bytes.utf8(path.toString()), content);
                sums.put(path.toString(), sum(content));
            });
        }
        return sums;
    }

    private static void verifyAll(StateStore store, NavigableMap<String, Long> sums) {
        assertThat(store.size()).isEqualTo(sums.size());
        BytesView view = store.newView();
        sums.forEach((path, sum) -> {
            Verifier.require(store.getRef(Bytes.utf8(path), view), "path=" + path + " is absent");
            Verifier.require(
                    sum(view.toByteArray()) == sum,
                    "path=" + path + " has other bytes than were stored");
        });
    }

    /** Scans each package by its prefix and compares the paths with those of the sorted map. */
    private static int verifyPackages(StateStore store, NavigableMap<String, Long> sums) {
        NavigableSet<String> packages = new TreeSet<>();
        sums.keySet().forEach(path -> packages.add(path.substring(0, path.lastIndexOf('/') + 1)));
        for (String prefix : packages) {
            NavigableMap<String, Long> expected =
                    sums.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
            verifyScan(store.prefixScan(Bytes.utf8(prefix)), expected);
            Cursor descending = store.scan(KeyRange.prefix(Bytes.utf8(prefix)), Direction.BACKWARD);
            verifyScan(descending, expected.descendingMap());
        }
        return packages.size();
    }

    private static void verifyScan(Cursor cursor, NavigableMap<String, Long> expected) {
        expected.forEach((path, sum) -> {
            Verifier.require(cursor.next(), "the scan ended before path=" + path);
            String found = new String(cursor.key().toByteArray(), StandardCharsets.UTF_8);
            Verifier.require(
                    found.equals(path), "the scan gave path=" + found + ", expected=" + path);
            Verifier.require(
                    sum(cursor.value().toByteArray()) == sum,
                    "path=" + path + " has other bytes in a scan");
        });
        Verifier.require(!cursor.next(), "the scan gave an entry too many");
    }

    private static int deleteModule(StateStore store, NavigableMap<String, Long> sums) {
        String next = sums.ceilingKey(DELETED_MODULE);
        String module = next != null && next.startsWith(DELETED_MODULE)
                ? DELETED_MODULE
                : "/modules/java.base/java/util/";
        List<String> paths = List.copyOf(
                sums.subMap(module, true, module + Character.MAX_VALUE, false).keySet());
        for (String path : paths) {
            assertThat(store.delete(Bytes.utf8(path))).as(path).isTrue();
            sums.remove(path);
        }
        assertThat(paths).isNotEmpty();
        assertThat(store.prefixScan(Bytes.utf8(module)).next()).isFalse();
        return paths.size();
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException("path=" + path, e);
        }
    }

    /** The checksum, with the length above it. */
    private static long sum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return crc.getValue() | (long) content.length << 32;
    }
}
