package io.cairn.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.WindowSizes;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final WindowSizes[] SIZES = {
        new WindowSizes(4096, 4096),
        new WindowSizes(4096, 8192),
        new WindowSizes(4096, 65536),
        WindowSizes.DEFAULT
    };

    @Test
    void windowsFollowEachOtherWithoutGapsAndEachAddressIsInItsOwn() {
        for (WindowSizes sizes : SIZES) {
            Windows windows = new Windows(sizes);
            long expectedBase = 0;
            for (int index = 0; index < 40; index++) {
                long base = windows.baseOf(index);
                long size = windows.sizeOf(index);
                assertThat(base).as("%s base of %d", sizes, index).isEqualTo(expectedBase);
                assertThat(size)
                        .isBetween((long) sizes.smallestBytes(), (long) sizes.largestBytes());
                assertThat(windows.indexOf(base)).isEqualTo(index);
                assertThat(windows.indexOf(base + size - 1)).isEqualTo(index);
                assertThat(windows.within(base)).isZero();
                assertThat(windows.within(base + size - 1)).isEqualTo(size - 1);
                expectedBase += size;
            }
            assertThat(windows.sizeOf(39)).isEqualTo(sizes.largestBytes());
        }
    }

    @Test
    void anAddressWithoutWindowIsOutOfBounds() {
        Windows windows = new Windows(new WindowSizes(4096, 8192));
        windows.set(1, new TestMemoryFactory().allocate(4096));
        assertThat(windows.at(5000).size()).isEqualTo(4096);
        assertThatThrownBy(() -> windows.at(100)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> windows.at(1L << 40))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aWindowThatIsReplacedIsClosed() {
        Windows windows = new Windows(new WindowSizes(4096, 4096));
        Memory narrow = new TestMemoryFactory().allocate(4096);
        windows.set(0, narrow);
        windows.set(0, new TestMemoryFactory().allocate(12288));
        assertThat(windows.isWide(0)).isTrue();
        assertThat(windows.totalBytes()).isEqualTo(12288);
        assertThatThrownBy(() -> narrow.getByte(0)).isInstanceOf(IllegalStateException.class);
    }
}
