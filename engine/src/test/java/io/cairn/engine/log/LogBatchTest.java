package io.cairn.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import io.cairn.engine.memory.TestMemoryFactory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are appended together are records when all are there, and not before. */
class LogBatchTest {
    private static final byte[] KEY = {'k'};
    private static final int PAGE = 4096;
    private static final int WINDOW = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final BitSet reservedPages = new BitSet();
    private final TestMemoryFactory factory = new TestMemoryFactory() {
        @Override
        public void reserve(FileChannel channel, long position, long bytes) throws IOException {
            super.reserve(channel, position, bytes);
            reservedPages.set((int) (position / PAGE), (int) ((position + bytes) / PAGE));
        }
    };

    @SuppressWarnings("NullAway.Init")
    private RecordLog log;

    @SuppressWarnings("NullAway.Init")
    private LogBatch batch;

    @BeforeEach
    void open() {
        WindowSizes windows = new WindowSizes(WINDOW, WINDOW);
        LogFile file = LogFile.create(factory, folder.resolve("store"), windows, 1);
        log = RecordLog.onFile(factory, file, StoreOptions.defaults());
        batch = new LogBatch(log);
    }

    @AfterEach
    void close() {
        log.release();
    }

    private long append(int valueLength) {
        log.ensureRoom(RecordFormat.size(KEY.length, valueLength));
        return batch.append(RecordFormat.PUT, KEY, 0, KEY.length, valueLength);
    }

    private void put(int valueLength) {
        log.ensureRoom(RecordFormat.size(KEY.length, valueLength));
        log.commit(log.begin(RecordFormat.PUT, KEY, 0, KEY.length, valueLength));
    }

    private LogWalk walked() {
        LogWalk walk = new LogWalk(log, file(), LogWalk.first());
        while (walk.next()) {}
        return walk;
    }

    private LogFile file() {
        return Objects.requireNonNull(log.file());
    }

    private int flags(long address) {
        return RecordFormat.flags(log.at(address), log.within(address));
    }

    @Test
    void recordsAreMarkedAsPartsOfTheirBatch() {
        batch.begin(log);
        long[] addresses = {append(10), append(20), append(WINDOW / 2), append(WINDOW / 2)};
        assertThat(walked().damage()).as("before the commit").contains("checksum");
        batch.commit();
        LogWalk walk = walked();
        assertThat(walk.damage()).isEmpty();
        assertThat(walk.records()).isEqualTo(4);
        assertThat(walk.bytes()).as("the jump's, too").isEqualTo(log.usedBytes());
        int middle = RecordFormat.MORE | RecordFormat.BEGUN;
        assertThat(Arrays.stream(addresses).mapToInt(this::flags))
                .containsExactly(RecordFormat.MORE, middle, middle, RecordFormat.BEGUN);
    }

    @Test
    void aBatchOfOneRecordIsARecordByItself() {
        batch.begin(log);
        long address = append(10);
        batch.commit();
        assertThat(flags(address)).isZero();
        assertThat(walked().damage()).isEmpty();
        batch.begin(log);
        batch.commit();
        assertThat(walked().records()).isEqualTo(1);
    }

    /** The place that was jumped over has no blocks, and a write to it could kill the process. */
    @Test
    void whatIsAbandonedIsBlankAndItsPlaceIsReservedAgain() {
        put(10);
        long end = log.end();
        long used = log.usedBytes();
        batch.begin(log);
        append(100_000);
        append(950_000);
        append(30);
        assertThat(log.end()).isGreaterThan(WINDOW);
        batch.abandon();
        assertThat(log.end()).isEqualTo(end);
        assertThat(log.usedBytes()).isEqualTo(used);
        assertThat(file().firstWrittenFrom(end)).isEqualTo(-1);
        put(400_000);
        put(300_000);
        assertThat(reservedPages.nextClearBit(FileFormat.HEADER_BYTES / PAGE))
                .isGreaterThanOrEqualTo((int) (log.end() / PAGE));
        assertThat(walked().damage()).isEmpty();
        assertThat(walked().records()).isEqualTo(3);
    }

    @Test
    void aBatchThatFoundNoRoomAtItsFirstRecordIsAbandonedToo() {
        put(WINDOW / 2);
        batch.begin(log);
        append(WINDOW / 4);
        log.ensureRoom(WINDOW / 2); // jumps, and then something else fails
        batch.abandon();
        put(20);
        assertThat(walked().damage()).isEmpty();
        assertThat(walked().records()).isEqualTo(2);
    }
}
