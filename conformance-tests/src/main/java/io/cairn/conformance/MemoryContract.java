package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.engine.memory.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of a backend's memory: the rules M1 to M5 of {@link Memory}, by whose numbers the
 * tests are named, and, by inheritance, the results of its methods.
 */
public abstract class MemoryContract extends MemoryResultsContract {
    private static final int BYTES = 200;
    private static final long WRAP = 1L << 32;

    /** For subclasses. */
    protected MemoryContract() {}

    /**
     * Returns the accesses that this backend declares to allocate, of which M5 is not tested; none,
     * if not overridden.
     */
    protected List<MemoryAccess> accessesThatAllocate() {
        return List.of();
    }

    @ParameterizedTest
    @EnumSource
    void m1_numbersOutsideOfTheRangeThrow(MemoryKind kind) throws IOException {
        byte[] content = Bytes.random(1, BYTES);
        try (Memory memory = kind.open(factory(), content)) {
            MemoryAccess.Room room = new MemoryAccess.Room();
            for (MemoryAccess access : MemoryAccess.NUMBERS) {
                int width = access.width();
                for (long offset : new long[] {
                    -width,
                    -1,
                    BYTES - width + 1,
                    BYTES,
                    BYTES + 8,
                    WRAP,
                    -WRAP,
                    WRAP + 8,
                    Integer.MAX_VALUE,
                    Integer.MIN_VALUE,
                    Long.MAX_VALUE - width + 1,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE
                }) {
                    assertOutside(memory, access, offset, width, room);
                }
            }
            assertThat(content(memory)).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void m1_rangesThatAreNotWhollyInsideThrow(MemoryKind kind) throws IOException {
        byte[] content = Bytes.random(2, BYTES);
        try (Memory memory = kind.open(factory(), content)) {
            MemoryAccess.Room room = new MemoryAccess.Room();
            for (MemoryAccess access : MemoryAccess.RANGES) {
                assertOutside(memory, access, -1, 1, room);
                assertOutside(memory, access, -1, 0, room);
                assertOutside(memory, access, 0, BYTES + 1, room);
                assertOutside(memory, access, BYTES, 1, room);
                assertOutside(memory, access, BYTES - 1, 2, room);
                assertOutside(memory, access, BYTES + 1, 0, room);
                for (long offset :
                        new long[] {WRAP, -WRAP, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE
                        }) {
                    assertOutside(memory, access, offset, 0, room);
                    assertOutside(memory, access, offset, 1, room);
                    assertOutside(memory, access, offset, BYTES, room);
                }
            }
            assertThat(content(memory)).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void m1_negativeLengthsThrow(MemoryKind kind) throws IOException {
        byte[] content = Bytes.random(3, BYTES);
        try (Memory memory = kind.open(factory(), content)) {
            MemoryAccess.Room room = new MemoryAccess.Room();
            for (MemoryAccess access : MemoryAccess.LENGTHS) {
                for (long length : new long[] {-1, -BYTES, Integer.MIN_VALUE}) {
                    assertOutside(memory, access, 0, length, room);
                    assertOutside(memory, access, BYTES, length, room);
                }
            }
            for (MemoryAccess access : MemoryAccess.LONG_LENGTHS) {
                for (long length : new long[] {-WRAP, WRAP, Long.MAX_VALUE, Long.MIN_VALUE}) {
                    assertOutside(memory, access, 0, length, room);
                    assertOutside(memory, access, 8, length, room);
                }
            }
            assertThat(content(memory)).isEqualTo(content);
        }
    }

    private static void assertOutside(
            Memory memory, MemoryAccess access, long offset, long length, MemoryAccess.Room room) {
        assertThatThrownBy(() -> access.run(memory, offset, length, room))
                .as("%s at offset=%d, length=%d", access, offset, length)
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @EnumSource
    void m1_arrayRangesOutsideOfTheArrayThrow(MemoryKind kind) throws IOException {
        byte[] content = Bytes.random(4, BYTES);
        try (Memory memory = kind.open(factory(), content)) {
            byte[] array = new byte[10];
            for (int[] range : new int[][] {
                {-1, 1},
                {-1, 0},
                {0, 11},
                {10, 1},
                {11, 0},
                {9, 2},
                {Integer.MAX_VALUE, 1},
                {1, Integer.MAX_VALUE},
                {5, -1},
                {Integer.MIN_VALUE, 0}
            }) {
                int at = range[0];
                int length = range[1];
                assertOutside(() -> memory.copyIn(0, array, at, length));
                assertOutside(() -> memory.copyOut(0, array, at, length));
                assertOutside(() -> memory.mismatch(0, array, at, length));
                assertOutside(() -> memory.compare(0, 0, array, at, length));
                assertOutside(() -> memory.compare(0, 10, array, at, length));
            }
            assertThat(content(memory)).isEqualTo(content);
            assertThat(array).containsOnly(0);
        }
    }

    private static void assertOutside(Runnable access) {
        assertThatThrownBy(access::run).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @EnumSource
    void m1_copyingOutMoreThanABufferTakesThrows(MemoryKind kind) throws IOException {
        try (Memory memory = kind.open(factory(), Bytes.random(5, BYTES))) {
            for (ByteBuffer target :
                    List.of(ByteBuffer.allocate(20), ByteBuffer.allocateDirect(20))) {
                target.position(5).limit(15);
                assertOutside(() -> memory.copyOut(0, target, 11));
                assertOutside(() -> memory.copyOut(0, target, -1));
                assertThat(target.position()).isEqualTo(5);
                assertThatThrownBy(() -> memory.copyOut(0, target.asReadOnlyBuffer(), 5))
                        .isInstanceOf(ReadOnlyBufferException.class);
                assertThat(target.clear()).isEqualTo(ByteBuffer.allocate(20));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void m1_theWholeRangeIsInside(MemoryKind kind) throws IOException {
        try (Memory memory = kind.open(factory(), Bytes.random(6, BYTES))) {
            MemoryAccess.Room room = new MemoryAccess.Room();
            for (MemoryAccess access : MemoryAccess.values()) {
                access.run(memory, 0, BYTES, room);
                access.run(memory, BYTES - access.width(), 0, room);
            }
            assertThat(memory.size()).isEqualTo(BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void m2_everyAccessAfterCloseThrows(MemoryKind kind) throws IOException {
        Memory memory = kind.open(factory(), BYTES);
        memory.close();
        MemoryAccess.Room room = new MemoryAccess.Room();
        for (MemoryAccess access : MemoryAccess.values()) {
            for (long length : new long[] {0, 1, 100}) {
                assertThatIllegalStateException()
                        .as("%s of length=%d", access, length)
                        .isThrownBy(() -> access.run(memory, 0, length, room));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void m2_comparingWithAnEmptyArrayAfterCloseThrows(MemoryKind kind) throws IOException {
        Memory memory = kind.open(factory(), BYTES);
        memory.close();
        assertThatIllegalStateException().isThrownBy(() -> memory.compare(0, 8, new byte[0], 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void m2_copyingIntoAClosedMemoryThrows(MemoryKind kind) throws IOException {
        Memory closed = kind.open(factory(), BYTES);
        closed.close();
        try (Memory open = kind.open(factory(), BYTES)) {
            assertThatIllegalStateException().isThrownBy(() -> open.copyTo(0, closed, 0, 8));
            assertThatIllegalStateException().isThrownBy(() -> open.copyTo(0, closed, 0, 0));
            assertThatIllegalStateException().isThrownBy(() -> closed.copyTo(0, open, 0, 8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void m2_closingAgainIsNoError(MemoryKind kind) throws IOException {
        Memory memory = kind.open(factory(), BYTES);
        memory.close();
        memory.close();
        assertThat(memory.size()).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @EnumSource
    void m2_closingOneMemoryLeavesOthersAlone(MemoryKind kind) throws IOException {
        byte[] content = Bytes.random(7, BYTES);
        try (Memory memory = kind.open(factory(), content)) {
            kind.open(factory(), BYTES).close();
            assertThat(content(memory)).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void m3_accessesThatRaceWithCloseEndInAnException(MemoryKind kind) throws Exception {
        for (MemoryAccess access : MemoryAccess.values()) {
            for (int round = 0; round < 5; round++) {
                MemoryRace.closeDuring(kind.open(factory(), MemoryRace.BYTES), access);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void m3_readsThatRaceWithCloseNeverSeeTheBytesOfOthers(MemoryKind kind) throws Exception {
        for (int round = 0; round < 20; round++) {
            MemoryRace.reuseDuringReads(() -> kind.open(factory(), MemoryRace.BYTES));
        }
    }

    @ParameterizedTest
    @EnumSource
    void m3_closedByTwoAtOnceIsClosed(MemoryKind kind) throws Exception {
        for (int round = 0; round < 100; round++) {
            Memory memory = kind.open(factory(), BYTES);
            MemoryRace.closeTwiceAtOnce(memory);
            assertThatIllegalStateException().isThrownBy(() -> memory.getLong(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void m4_forceTakesAnyRange(MemoryKind kind) throws IOException {
        byte[] content = Bytes.random(8, 3 * 4096 + 17);
        try (Memory memory = kind.open(factory(), content)) {
            memory.force(0, content.length);
            memory.force(4097, 1);
            memory.force(4095, 4098);
            memory.force(content.length, 0);
            assertThat(content(memory)).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource
    void m5_accessesAllocateNothing(MemoryKind kind) throws IOException {
        try (Memory memory = kind.open(factory(), Bytes.random(9, MemoryAccess.MAX_LENGTH))) {
            for (MemoryAccess access : MemoryAccess.values()) {
                if (access != MemoryAccess.FORCE && !accessesThatAllocate().contains(access)) {
                    assertNoGarbage(memory, access, 16);
                    assertNoGarbage(memory, access, MemoryAccess.MAX_LENGTH);
                }
            }
        }
    }

    private static void assertNoGarbage(Memory memory, MemoryAccess access, int length) {
        assertThat(MemoryGarbage.bytesPerAccess(memory, access, length))
                .as("bytes of garbage for each %s of length=%d", access, length)
                .isLessThan(1);
    }
}
