package io.cairn;

/**
 * The sizes of the windows in which a log takes memory or maps its file: the first has
 * {@code smallestBytes}, each next one doubles the total, up to windows of {@code largestBytes}.
 * Tests take tiny ones, so that borders are met.
 *
 * @param smallestBytes a power of two, 4,096 to {@code largestBytes}
 * @param largestBytes a power of two, up to 1 GiB
 */
public record WindowSizes(int smallestBytes, int largestBytes) {
    /** 64 KiB to 64 MiB: an empty store is small, and a large one has few windows. */
    public static final WindowSizes DEFAULT = new WindowSizes(64 << 10, 64 << 20);

    /**
     * Makes sizes.
     *
     * @throws IllegalArgumentException if a size is no power of two or outside of its range
     */
    public WindowSizes {
        if (Integer.bitCount(smallestBytes) != 1
                || Integer.bitCount(largestBytes) != 1
                || smallestBytes < 4096
                || smallestBytes > largestBytes
                || largestBytes > 1 << 30) {
            throw new IllegalArgumentException(
                    "smallestBytes=" + smallestBytes + ", largestBytes=" + largestBytes
                            + " must be powers of two with 4096 <= smallestBytes <= largestBytes <= 1073741824");
        }
    }
}
