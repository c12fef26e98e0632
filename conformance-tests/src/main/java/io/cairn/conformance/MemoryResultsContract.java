package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.MemoryFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.PropagationMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the methods of {@link Memory} and {@link MemoryFactory} return and do where no rule is
 * broken.
 */
@ExtendWith(NeedsJavaCondition.class)
@AddLifecycleHook(value = NeedsJavaCondition.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
@SuppressWarnings("exports") // the condition is this suite's own
public abstract class MemoryResultsContract {
    private static final int PAGE_BYTES = 4096;

    /** More than any backend copies in one piece. */
    private static final int LARGE_BYTES = (5 << 20) + 77;

    @TempDir
    Path folder = Path.of("");

    /** For subclasses. */
    protected MemoryResultsContract() {}

    /** Returns the backend's factory. */
    @SuppressWarnings("exports") // a backend's author has the engine at hand
    protected abstract MemoryFactory factory();

    static byte[] content(Memory memory) {
        byte[] content = new byte[Math.toIntExact(memory.size())];
        memory.copyOut(0, content, 0, content.length);
        return content;
    }

    @Property(tries = 500)
    void stepsHaveTheSameResultAsOnAnArray(
            @ForAll MemoryKind kind,
            @ForAll @IntRange(min = 1, max = 400) int bytes,
            @ForAll("steps") List<MemoryStep> steps)
            throws IOException {
        byte[] model = Bytes.random(bytes, bytes);
        try (Memory memory = kind.open(factory(), model)) {
            for (MemoryStep step : steps) {
                step.run(memory, model);
            }
            assertThat(content(memory)).isEqualTo(model);
        }
    }

    @Provide
    Arbitrary<List<MemoryStep>> steps() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 10_000);
        return Combinators.combine(
                        Arbitraries.of(MemoryStep.Kind.class),
                        number,
                        number,
                        number,
                        Arbitraries.longs())
                .as(MemoryStep::new)
                .list()
                .ofMaxSize(60);
    }

    @ParameterizedTest
    @EnumSource
    void numbersAreLittleEndianAtAnyAlignment(MemoryKind kind) throws IOException {
        try (Memory memory = kind.open(factory(), new byte[64])) {
            for (int at = 0; at < 16; at++) {
                memory.putLong(at, 0x8877_6655_4433_22F1L);
                assertThat(memory.getByte(at)).isEqualTo((byte) 0xF1);
                assertThat(memory.getUnsignedShort(at)).isEqualTo(0x22F1);
                assertThat(memory.getUnsignedShort(at + 6)).isEqualTo(0x8877);
                assertThat(memory.getInt(at + 1)).isEqualTo(0x5544_3322);
                assertThat(memory.getLong(at)).isEqualTo(0x8877_6655_4433_22F1L);
                memory.putShort(at, 0x1234_ABCD);
                memory.putInt(at + 2, 0x0102_0304);
                memory.putByte(at + 7, (byte) -1);
                assertThat(memory.getLong(at)).isEqualTo(0xFF77_0102_0304_ABCDL);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void releasedWritesAreSeenByAcquiringReads(MemoryKind kind) throws Exception {
        try (Memory memory = kind.open(factory(), new byte[PAGE_BYTES])) {
            assertThat(MemoryRace.handOver(memory, 2_000)).isEqualTo(2_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDifferenceIsFoundAtEachPositionOfEachLength(MemoryKind kind) throws IOException {
        byte[] content = Bytes.random(1, 150);
        try (Memory memory = kind.open(factory(), content)) {
            for (int length = 0; length <= 140; length++) {
                for (int shift = 0; shift < 8; shift++) {
                    byte[] array = new byte[shift + length];
                    System.arraycopy(content, length % 9, array, shift, length);
                    assertThat(memory.mismatch(length % 9, array, shift, length))
                            .isEqualTo(-1);
                    for (int at = 0; at < length; at++) {
                        array[shift + at] ^= (byte) 0x80;
                        assertThat(memory.mismatch(length % 9, array, shift, length))
                                .isEqualTo(at);
                        int order = memory.compare(length % 9, length, array, shift, length);
                        assertThat(order < 0).isEqualTo(array[shift + at] < 0);
                        array[shift + at] ^= (byte) 0x80;
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPrefixIsLessThanItsExtensions(MemoryKind kind) throws IOException {
        byte[] zeros = new byte[100];
        try (Memory memory = kind.open(factory(), zeros)) {
            for (int length = 0; length < 80; length++) {
                assertThat(memory.compare(3, length, zeros, 2, length)).isZero();
                assertThat(memory.compare(3, length, zeros, 2, length + 1)).isNegative();
                assertThat(memory.compare(3, length + 1, zeros, 2, length)).isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeOverlappingRangesAreCopiedAsThroughATemporaryCopy(MemoryKind kind)
            throws IOException {
        byte[] model = Bytes.random(2, LARGE_BYTES);
        try (Memory memory = kind.open(factory(), model)) {
            for (int distance :
                    new int[] {1, 7, 8, PAGE_BYTES, (1 << 20) - 1, 1 << 20, (1 << 20) + 3, 3 << 20
                    }) {
                int length = LARGE_BYTES - distance;
                memory.copyTo(0, memory, distance, length);
                System.arraycopy(model, 0, model, distance, length);
                assertThat(memory.mismatch(0, model, 0, LARGE_BYTES))
                        .as("up by %d", distance)
                        .isEqualTo(-1);
                memory.copyTo(distance, memory, 0, length);
                System.arraycopy(model, distance, model, 0, length);
                assertThat(memory.mismatch(0, model, 0, LARGE_BYTES))
                        .as("down by %d", distance)
                        .isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesAreCopiedFromOneMemoryToAnother(MemoryKind kind) throws IOException {
        byte[] source = Bytes.random(3, 1000);
        byte[] target = Bytes.random(4, 500);
        try (Memory from = kind.open(factory(), source);
                Memory to = MemoryKind.ANONYMOUS.open(factory(), target)) {
            from.copyTo(601, to, 101, 399);
            System.arraycopy(source, 601, target, 101, 399);
            assertThat(content(to)).isEqualTo(target);
            assertThat(content(from)).isEqualTo(source);
        }
    }

    @ParameterizedTest
    @EnumSource
    void checksumsOfLargeRangesAreTrue(MemoryKind kind) throws IOException {
        byte[] content = Bytes.random(5, LARGE_BYTES);
        try (Memory memory = kind.open(factory(), content)) {
            for (int at = 0; at < 9; at++) {
                CRC32C expected = new CRC32C();
                expected.update(content, at, content.length - 2 * at);
                assertThat(memory.crc32c(at, content.length - 2 * at))
                        .isEqualTo((int) expected.getValue());
            }
            assertThat(memory.crc32c(LARGE_BYTES, 0)).isZero();
        }
    }

    @Test
    void checksumsAreThoseOfTheStandard() {
        // RFC 3720, B.4: 32 bytes of zeros, and of ones.
        try (Memory memory = factory().allocate(32)) {
            memory.fill(0, 32, (byte) 0);
            assertThat(memory.crc32c(0, 32)).isEqualTo(0x8A91_36AA);
            memory.fill(0, 32, (byte) -1);
            assertThat(memory.crc32c(0, 32)).isEqualTo(0x62A8_AB43);
        }
    }

    @Test
    void anonymousMemoryHasTheSizeAskedFor() {
        for (int bytes : new int[] {
            1, 7, 8, 4095, 4097, 65_536, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, LARGE_BYTES
        }) {
            try (Memory memory = factory().allocate(bytes)) {
                assertThat(memory.size()).isEqualTo(bytes);
                memory.fill(0, bytes, (byte) 0x7E);
                assertThat(memory.getByte(bytes - 1)).isEqualTo((byte) 0x7E);
                assertThat(memory.mismatch(0, Bytes.run(bytes, 0x7E), 0, bytes)).isEqualTo(-1);
            }
        }
    }

    @Test
    void sizesOutsideOfTheLimitsAreRefused() throws IOException {
        try (FileChannel channel = factory().open(folder.resolve("file"))) {
            for (long bytes : new long[] {
                0, -1, MemoryFactory.MAX_MEMORY_BYTES + 1, Long.MAX_VALUE, Long.MIN_VALUE
            }) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> factory().allocate(bytes))
                        .withMessageContaining("bytes=" + bytes);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> factory().map(channel, 0, bytes));
            }
            assertThat(channel.size()).isZero();
        }
    }

    @Test
    void moreMemoryIsTakenAndReleasedThanThereIsAtATime() {
        for (int round = 0; round < 40; round++) {
            try (Memory memory = factory().allocate(64 << 20)) {
                memory.putLong((64 << 20) - Long.BYTES, round);
                assertThat(memory.getLong((64 << 20) - Long.BYTES)).isEqualTo(round);
            }
        }
    }

    @Test
    void twoMappingsOfAFileSeeEachOther() throws IOException {
        try (FileChannel channel = factory().open(folder.resolve("file"));
                Memory first = factory().map(channel, 0, 3 * PAGE_BYTES);
                Memory second = factory().map(channel, PAGE_BYTES, PAGE_BYTES)) {
            second.putLong(8, 42);
            assertThat(first.getLong(PAGE_BYTES + 8)).isEqualTo(42);
            first.putLong(PAGE_BYTES + 16, 43);
            assertThat(second.getLong(16)).isEqualTo(43);
        }
    }

    @Test
    void mappingMakesAShortFileLongerWithZerosAndALongOneNoShorter() throws IOException {
        Path file = folder.resolve("file");
        try (FileChannel channel = factory().open(file)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            try (Memory memory = factory().map(channel, 0, PAGE_BYTES + 100)) {
                assertThat(channel.size()).isEqualTo(PAGE_BYTES + 100);
                assertThat(memory.getInt(0)).isEqualTo(0x0003_0201);
                assertThat(memory.mismatch(3, new byte[PAGE_BYTES + 97], 0, PAGE_BYTES + 97))
                        .isEqualTo(-1);
            }
            factory().map(channel, 0, 10).close();
            assertThat(channel.size()).isEqualTo(PAGE_BYTES + 100);
        }
    }

    @Test
    void aMappingOutlivesItsChannelAndItsBytesReachTheFile() throws IOException {
        Path file = folder.resolve("file");
        byte[] bytes = Bytes.random(6, 2 * PAGE_BYTES);
        Memory memory;
        try (FileChannel channel = factory().open(file)) {
            memory = factory().map(channel, PAGE_BYTES, bytes.length);
        }
        try (memory) {
            memory.copyIn(0, bytes, 0, bytes.length);
            memory.force(0, bytes.length);
        }
        byte[] content = Files.readAllBytes(file);
        assertThat(content)
                .hasSize(3 * PAGE_BYTES)
                .startsWith(new byte[PAGE_BYTES])
                .endsWith(bytes);
    }

    @Test
    void aMappingOfTheLargestSizeIsReachedToItsEnd() throws IOException {
        long bytes = MemoryFactory.MAX_MEMORY_BYTES;
        try (FileChannel channel = factory().open(folder.resolve("file"));
                Memory memory = factory().map(channel, PAGE_BYTES, bytes)) {
            memory.putLong(bytes - Long.BYTES, -2);
            assertThat(memory.getLong(bytes - Long.BYTES)).isEqualTo(-2);
            assertThat(memory.getLong(bytes - 2 * Long.BYTES)).isZero();
            assertThat(channel.size()).isEqualTo(PAGE_BYTES + bytes);
        }
    }

    @Test
    void reservingAddsZerosAndChangesNoOtherByte() throws IOException {
        Path file = folder.resolve("file");
        try (FileChannel channel = factory().open(file)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            factory().reserve(channel, 3, 200_000);
            factory().reserve(channel, 3, 0);
        }
        byte[] expected = new byte[200_003];
        System.arraycopy(new byte[] {1, 2, 3}, 0, expected, 0, 3);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void prefaultingChangesNoByte(MemoryKind kind) throws IOException {
        for (int bytes : new int[] {1, 7, 8, 9, 4095, 4096, 4097, 8191, 100_003, LARGE_BYTES}) {
            byte[] content = Bytes.random(bytes, bytes);
            try (Memory memory = kind.open(factory(), content)) {
                memory.prefault(0, bytes);
                memory.prefault(bytes, 0);
                memory.prefault(bytes - 1, 1);
                memory.prefault(bytes / 2, bytes - bytes / 2);
                assertThat(memory.mismatch(0, content, 0, bytes)).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void prefaultingTakesBackNoWriteOfAnotherThread(MemoryKind kind) throws Exception {
        try (Memory memory = kind.open(factory(), new byte[MemoryRace.BYTES])) {
            assertThat(MemoryRace.lostWhilePrefaulted(memory, 200_000)).isZero();
        }
    }

    @Test
    void prefaultingWhatIsForReadingOnlyDoesNothing() throws IOException {
        byte[] content = Bytes.random(7, 3 * PAGE_BYTES);
        Path file = Files.write(folder.resolve("file"), content);
        try (FileChannel channel = factory().open(file);
                Memory inside = factory().mapReadOnly(channel, 0, content.length);
                Memory beyond = factory().mapReadOnly(channel, 0, content.length + PAGE_BYTES)) {
            inside.prefault(0, content.length);
            beyond.prefault(0, content.length + PAGE_BYTES);
            assertThat(inside.mismatch(0, content, 0, content.length)).isEqualTo(-1);
            assertThat(beyond.mismatch(0, content, 0, content.length)).isEqualTo(-1);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }

    @Test
    void memoryMayTakeSeveralTimesTheHeap() throws Exception {
        assertThat(MemoryBeyondHeap.runInChild(factory(), folder)).isEqualTo(MemoryBeyondHeap.DONE);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
