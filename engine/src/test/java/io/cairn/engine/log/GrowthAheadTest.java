package io.cairn.engine.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.StoreIoException;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the thread that works ahead does to a log, and what it never does. */
class GrowthAheadTest {
    private static final StoreOptions LARGE_WINDOWS =
            StoreOptions.defaults().withWindows(new WindowSizes(4 << 20, 4 << 20));
    private static final StoreOptions SMALL_WINDOWS =
            StoreOptions.defaults().withWindows(new WindowSizes(64 << 10, 512 << 10));
    private static final StoreOptions HUGE_WINDOWS =
            StoreOptions.defaults().withWindows(new WindowSizes(16 << 20, 16 << 20));
    private static final long HUGE_PAGE = 2 << 20;
    private static final int VALUE_BYTES = 1000;
    private static final byte[] KEY = {1, 2, 3};

    /** As far as is worked ahead on a file in a window of 4 MiB. */
    private static final long DISTANCE = 512 << 10;

    @TempDir
    Path folder = Path.of("");

    private final HelpedFactory factory = new HelpedFactory();
    private @Nullable RecordLog opened;
    private int records;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.release();
        }
    }

    private RecordLog log() {
        return Objects.requireNonNull(opened);
    }

    private LogFile file() {
        return Objects.requireNonNull(log().file());
    }

    private void open(StoreOptions options) {
        LogFile file = LogFile.create(factory, folder.resolve("log"), options.windows(), 7);
        opened = RecordLog.onFile(factory, file, options);
        factory.reserved.clear();
    }

    private void append() {
        long size = RecordFormat.size(KEY.length, VALUE_BYTES);
        log().ensureRoom(size);
        long address = log().begin(RecordFormat.PUT, KEY, 0, KEY.length, VALUE_BYTES);
        log().putValue(address, KEY.length, 0, value(records), 0, VALUE_BYTES);
        log().commit(address);
        records++;
    }

    private void appendBytes(long bytes) {
        for (long end = log().end() + bytes; log().end() < end; ) {
            append();
        }
    }

    private static byte[] value(int record) {
        byte[] value = new byte[VALUE_BYTES];
        for (int at = 0; at < VALUE_BYTES; at++) {
            value[at] = (byte) (record + 31 * at + 1);
        }
        return value;
    }

    /** Each record is intact, on file too. */
    private void verifyRecords() {
        LogReader reader = new LogReader(
                RecordLog.onFile(new HelpedFactory(), file(), LARGE_WINDOWS),
                file(),
                FileFormat.HEADER_BYTES,
                Long.MAX_VALUE);
        int read = 0;
        while (reader.next()) {
            byte[] value = new byte[VALUE_BYTES];
            long at = log().within(reader.address());
            log().at(reader.address())
                    .copyOut(RecordFormat.valueAt(at, KEY.length), value, 0, VALUE_BYTES);
            assertThat(value).isEqualTo(value(read));
            read++;
        }
        assertThat(reader.torn()).isEmpty();
        assertThat(read).isEqualTo(records);
    }

    @Test
    void smallStoresNeverNeedTheThread() {
        open(SMALL_WINDOWS);
        appendBytes(3 << 20);
        assertThat(factory.waiting).isEmpty();
        verifyRecordsOf(SMALL_WINDOWS);
    }

    private void verifyRecordsOf(StoreOptions options) {
        RecordLog again = RecordLog.onFile(new HelpedFactory(), file(), options);
        LogReader reader = new LogReader(again, file(), FileFormat.HEADER_BYTES, Long.MAX_VALUE);
        int read = 0;
        while (reader.next()) {
            read++;
        }
        assertThat(read).isEqualTo(records);
    }

    @Test
    void wholeHugePagesAreReservedAtOnceInLargeWindows() {
        open(HUGE_WINDOWS);
        appendBytes(100_000);
        factory.help();
        appendBytes(7 << 20);
        factory.help();
        assertThat(factory.reserved.stream()
                        .filter(range ->
                                range[0] % HUGE_PAGE == 0 && range[1] - range[0] == HUGE_PAGE)
                        .count())
                .isGreaterThanOrEqualTo(2);
        assertThat(factory.reserved)
                .allSatisfy(range -> assertThat(range[1]).isLessThanOrEqualTo(16 << 20));
        verifyRecordsOf(HUGE_WINDOWS);
    }

    @Test
    void whatIsFlushedOftenLiesInSmallPages() {
        open(HUGE_WINDOWS);
        for (int i = 0; i < 60; i++) {
            appendBytes(100_000);
            log().flush(records, new byte[0]);
            factory.help();
        }
        assertThat(factory.reserved)
                .allSatisfy(range -> assertThat(range[1] - range[0]).isLessThan(HUGE_PAGE));

        appendBytes(5 << 20);
        log().flush(records, new byte[0]);
        appendBytes(1 << 20);
        factory.help();
        assertThat(factory.reserved)
                .anySatisfy(range -> assertThat(range[1] - range[0]).isEqualTo(HUGE_PAGE));
        verifyRecordsOf(HUGE_WINDOWS);
    }

    @Test
    void theOwnerReservesNothingWhereItWasDoneAhead() {
        open(LARGE_WINDOWS);
        append();
        factory.help();
        long reservedTo = factory.reserved.get(factory.reserved.size() - 1)[1];
        assertThat(reservedTo).isBetween(DISTANCE, DISTANCE + (100 << 10));
        factory.reserved.clear();

        while (log().end() < reservedTo - 2 * VALUE_BYTES) {
            append();
        }
        assertThat(factory.reserved).isEmpty();
        verifyRecords();
    }

    @Test
    void allThatIsReservedIsTouchedAndNothingElse() {
        open(LARGE_WINDOWS);
        append();
        assertThat(factory.prefaulted()).isEqualTo(reservedBytes()).isPositive();
        factory.help();
        appendBytes(1 << 20);
        factory.help();
        assertThat(factory.prefaulted()).isEqualTo(reservedBytes());
    }

    private long reservedBytes() {
        return factory.reserved.stream().mapToLong(range -> range[1] - range[0]).sum();
    }

    @Test
    void reservationsFollowEachOtherWithoutGapsOrOverlaps() {
        open(LARGE_WINDOWS);
        for (int i = 0; i < 3000; i++) {
            append();
            if (i % 100 == 0) {
                factory.help();
            }
        }
        long expected = FileFormat.HEADER_BYTES;
        for (long[] range : factory.reserved) {
            assertThat(range[0]).isEqualTo(expected);
            expected = range[1];
        }
        assertThat(expected).isGreaterThanOrEqualTo(log().end());
        verifyRecords();
    }

    @Test
    void whenTheThreadIsLateTheOwnerDoesItAndNoRecordIsOverwritten() {
        open(LARGE_WINDOWS);
        appendBytes(2 << 20);
        assertThat(factory.waiting).hasSize(1);
        factory.help();
        verifyRecords();
        appendBytes(5 << 20); // into the next window, with work of the first one still waiting
        factory.help();
        verifyRecords();
    }

    @Test
    void aFailureAheadIsTheOwnersWhenItGetsThere() {
        open(LARGE_WINDOWS);
        append();
        factory.beforeReserving = () -> {
            throw new IOException("No space left on device");
        };
        factory.help();
        int before = records;
        assertThatThrownBy(() -> appendBytes(1 << 20))
                .isInstanceOf(StoreIoException.class)
                .hasMessageContaining("No space left on device");
        assertThat(records).isGreaterThan(before);

        factory.beforeReserving = () -> {};
        appendBytes(1 << 20);
        factory.help();
        verifyRecords();
    }

    @Test
    void workThatIsWaitingWhenTheLogIsClosedDoesNothing() {
        open(LARGE_WINDOWS);
        append();
        assertThat(factory.waiting).hasSize(1);
        long prefaulted = factory.prefaulted();
        log().release();
        opened = null;
        factory.reserved.clear();
        factory.help();
        assertThat(factory.reserved).isEmpty();
        assertThat(factory.prefaulted()).isEqualTo(prefaulted);
    }

    @Test
    void closingWaitsForAStepThatRunsAndEndsTheWork() throws Exception {
        open(LARGE_WINDOWS);
        append();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        factory.beforeReserving = () -> {
            reached.countDown();
            await(go);
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> helping = threads.submit(factory::help);
            await(reached);
            RecordLog closing = log();
            opened = null;
            Future<?> closed = threads.submit(closing::release);
            long steps = factory.reserved.size();
            assertThatThrownBy(() -> closed.get(50, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            go.countDown();
            closed.get(1, TimeUnit.MINUTES);
            helping.get(1, TimeUnit.MINUTES);
            assertThat(factory.reserved).hasSizeLessThanOrEqualTo((int) steps + 1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void blocksOfAWideWindowThatWasNotUsedServeTheWindowsAfterIt() {
        open(LARGE_WINDOWS);
        appendBytes(4 << 20);
        factory.help();
        int wide = 11 << 20;
        log().ensureRoom(RecordFormat.size(KEY.length, wide));
        log().abandon(log().begin(RecordFormat.PUT, KEY, 0, KEY.length, wide));
        for (int i = 0; i < 13_000; i++) {
            append();
            if (i % 50 == 0) {
                factory.help();
            }
        }
        verifyRecords();
    }

    @Test
    void aHelperThatRefusesIsNotNeeded() {
        factory.with(work -> {
            throw new RejectedExecutionException("full");
        });
        open(LARGE_WINDOWS);
        appendBytes(6 << 20);
        verifyRecords();
    }

    @Test
    void aSystemWithoutThreadsIsNotNeeded() {
        factory.with(work -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        open(LARGE_WINDOWS);
        appendBytes(6 << 20);
        verifyRecords();
    }

    @Test
    void inMemoryWhatLiesAheadIsTouchedOnce() {
        opened = RecordLog.inMemory(factory, LARGE_WINDOWS);
        append();
        factory.help();
        long ahead = 1 << 20; // a quarter of the window
        assertThat(factory.prefaulted()).isEqualTo(ahead);
        appendBytes((4 << 20) - (8 << 10));
        factory.help();
        assertThat(factory.prefaulted()).isLessThanOrEqualTo(4 << 20);
        assertThat(factory.memories).hasSize(1);
    }

    @Test
    void inMemoryAHelperThatIsLateSkipsWhatTheOwnerHasUsed() {
        opened = RecordLog.inMemory(factory, LARGE_WINDOWS);
        appendBytes(3 << 20);
        factory.help();
        assertThat(factory.prefaulted()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void inMemoryWorkThatIsWaitingWhenTheLogIsClosedDoesNothing() {
        opened = RecordLog.inMemory(factory, LARGE_WINDOWS);
        append();
        log().release();
        opened = null;
        factory.help();
        assertThat(factory.prefaulted()).isZero();
    }

    @Test
    void noWorkWaitsTwiceForOneLog() {
        opened = RecordLog.inMemory(factory, LARGE_WINDOWS);
        appendBytes((4 << 20) - (8 << 10));
        assertThat(factory.waiting).hasSize(1);
    }

    @Test
    void aLogGoesOnWhileItsWorkIsDoneByAnotherThread() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        factory.with(thread);
        try {
            open(LARGE_WINDOWS);
            appendBytes(30 << 20);
            verifyRecords();
        } finally {
            thread.shutdown();
            assertThat(thread.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void anInterruptThatClosesTheFileWhileItGrowsCostsNothing() {
        open(SMALL_WINDOWS);
        AtomicInteger steps = new AtomicInteger();
        factory.beforeReserving = () -> {
            if (steps.incrementAndGet() % 2 == 1) {
                Thread.currentThread().interrupt();
            }
        };
        appendBytes(1 << 20);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(steps.get()).isGreaterThan(4);
        verifyRecordsOf(SMALL_WINDOWS);
    }

    @Test
    void anInterruptThatClosesAFileWithoutANameIsRefusedByName() throws IOException {
        open(SMALL_WINDOWS);
        Path path = file().path();
        Files.delete(path);
        factory.beforeReserving = Thread.currentThread()::interrupt;
        assertThatThrownBy(() -> appendBytes(1 << 20))
                .isInstanceOf(StoreIoException.class)
                .hasMessageContaining(path.toString());
        assertThat(Thread.interrupted()).isTrue();
    }
}
