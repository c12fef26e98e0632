package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cairn.StoreFullException;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import io.cairn.WriteBatch;
import io.cairn.engine.index.PointIndex;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.TestMemoryFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch that fails after all of its records were written leaves nothing of itself. */
class BatchWriterTest {
    private static final long SEED = 42;
    /** More keys of one page than it and its overflow list take. */
    private static final int COLLIDING = 800;

    private static final int PAGE_MASK = (1 << 12) - 1;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final MemoryFactory factory = new TestMemoryFactory();

    private Contents contents(boolean onFile) {
        WindowSizes windows = new WindowSizes(4096, 16384);
        StoreOptions options = StoreOptions.defaults().withWindows(windows);
        RecordLog log = onFile
                ? RecordLog.onFile(
                        factory,
                        LogFile.create(factory, folder.resolve("store"), windows, SEED),
                        options)
                : RecordLog.inMemory(factory, options);
        return new Contents(factory, log, SEED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keysThatCollideAreRefusedTogether(boolean onFile) {
        Contents contents = contents(onFile);
        EntryWriter entries =
                new EntryWriter(contents, onFile, new OpenSnapshots(), new Stamp(this));
        Home home = new Home(factory, StoreOptions.defaults(), null, null);
        BatchWriter writer =
                new BatchWriter(entries, contents, new Compactor(home, new AtomicBoolean()));
        WriteBatch present = new WriteBatch();
        for (int i = 0; i < 300; i++) {
            present.put(key(i), key(i));
        }
        assertThat(writer.write(present, contents)).isTrue();
        long end = contents.log().end();
        long used = contents.log().usedBytes();

        WriteBatch colliding = new WriteBatch();
        for (int i = 0; i < 100; i++) {
            colliding.put(key(i), new byte[50]).delete(key(100 + i));
        }
        long number = 1_000;
        for (int added = 0; added < COLLIDING; number++) {
            byte[] key = key(number);
            if ((contents.hash(key, 0, key.length) & PAGE_MASK) == 0) {
                colliding.put(key, key);
                added++;
            }
        }
        assertThatExceptionOfType(StoreFullException.class)
                .isThrownBy(() -> writer.write(colliding, contents))
                .withMessageContaining("collide");

        assertThat(contents.log().end()).isEqualTo(end);
        assertThat(contents.log().usedBytes()).isEqualTo(used);
        assertThat(contents.size()).isEqualTo(300);
        for (int i = 0; i < 300; i++) {
            assertThat(contents.find(key(i), 0, Long.BYTES)).isNotEqualTo(PointIndex.ABSENT);
        }
        assertThat(StoreChecker.check(contents).findings()).isEmpty();

        present.clear();
        for (int i = 0; i < 400; i++) {
            present.put(key(i), new byte[70]);
        }
        assertThat(writer.write(present, contents)).isTrue();
        assertThat(contents.size()).isEqualTo(400);
        assertThat(StoreChecker.check(contents).findings()).isEmpty();
        contents.release();
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
