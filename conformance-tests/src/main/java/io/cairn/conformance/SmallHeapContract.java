package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Entries take no room on the Java heap: millions of them are loaded and read in a process with a
 * heap of 64 MiB.
 */
public abstract class SmallHeapContract extends StoreTests {
    private static final int ENTRIES = Integer.getInteger("cairn.large", 1_000_000);

    /** For subclasses. */
    protected SmallHeapContract() {}

    @Test
    void millionsOfEntriesAreLoadedAndReadUnderASmallHeap()
            throws IOException, InterruptedException {
        assumeTrue(
                capabilities().offHeap(),
                "the backend declares that entries take room on the Java heap");
        try (ChildJvm child = ChildJvm.start(
                capabilities(),
                List.of("-Xmx64m", "-XX:+UseSerialGC"),
                SmallHeapLoad.class,
                provider().getClass().getName(),
                ENTRIES)) {
            String figures = child.output();
            assertThat(figures).startsWith("entries=" + ENTRIES + " ");
            Summary.print("small-heap", provider(), figures);
        }
    }
}
