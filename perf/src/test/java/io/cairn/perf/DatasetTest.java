package io.cairn.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatasetTest {
    private static final int ENTRIES = 10_000;

    @Test
    void keysAreDistinct() {
        Set<Long> heads = new HashSet<>();
        byte[] key = new byte[Dataset.KEY_BYTES];
        for (int index = 0; index < ENTRIES; index++) {
            Dataset.fillKey(index, key);
            assertThat(Dataset.longAt(key, 0)).isEqualTo(Dataset.keyHead(index));
            heads.add(Dataset.keyHead(index));
        }
        assertThat(heads).hasSize(ENTRIES);
    }

    @Test
    void aValueTellsItsEntryAndVersion() {
        byte[] value = new byte[Dataset.VALUE_BYTES];
        Dataset.fillValue(42, 7, value);

        assertThat(Dataset.longAt(value, Dataset.INDEX_OFFSET)).isEqualTo(42);
        assertThat(Dataset.longAt(value, Dataset.SALT_OFFSET)).isEqualTo(Dataset.salt(42));
        assertThat(Dataset.longAt(value, Dataset.VERSION_OFFSET)).isEqualTo(7);
    }

    @Test
    void aWalkVisitsMostEntriesAndIsCaughtInNoShortCycle() {
        BitSet visited = new BitSet();
        long index = 0;
        for (long step = 0; step < 3L * ENTRIES; step++) {
            assertThat(index).isBetween(0L, ENTRIES - 1L);
            visited.set((int) index);
            index = Dataset.next(Dataset.salt(index), step, ENTRIES);
        }
        // Of three throws an entry, 1 - e^-3 = 95 % of the entries are hit.
        assertThat(visited.cardinality()).isBetween(ENTRIES * 94 / 100, ENTRIES * 96 / 100);
    }

    @Test
    void aWalkThatReadAWrongValueIsFound() {
        long end = Dataset.walk(1000, ENTRIES);
        Dataset.verifyWalk(end, 1000, ENTRIES);

        assertThatThrownBy(() -> Dataset.verifyWalk(end + 1, 1000, ENTRIES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("steps=1000");
    }
}
