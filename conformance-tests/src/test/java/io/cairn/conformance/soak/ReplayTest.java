package io.cairn.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak sees what is missing, and what may be. */
class ReplayTest {
    private static final byte[] A = {'a'};
    private static final byte[] B = {'b'};
    private static final byte[] C = {'c'};
    private static final List<SoakStep> STEPS = List.of(
            new SoakStep.Put(A, A),
            new SoakStep.Flush(A),
            new SoakStep.Put(B, B),
            new SoakStep.PutAll(new byte[][] {A, C}, new byte[][] {B, B}),
            new SoakStep.Delete(B));

    @TempDir
    Path folder = Path.of("");

    private int journals;

    private Journal journalOf(int returned) throws IOException {
        Journal journal = Journal.open(folder.resolve("journal" + journals++));
        for (int i = 0; i < returned; i++) {
            journal.note(i, Journal.DONE);
        }
        return journal;
    }

    private int differentAfter(int returned, boolean powerWasLost, byte[]... found)
            throws IOException {
        NavigableMap<byte[], byte[]> content = new TreeMap<>(Arrays::compareUnsigned);
        for (int i = 0; i < found.length; i += 2) {
            content.put(found[i], found[i + 1]);
        }
        Replay replay = new Replay(new SoakModel(), content);
        assertThat(replay.follow(journalOf(returned), new Steps(), powerWasLost))
                .isEqualTo(returned);
        return replay.leastDifferent();
    }

    @Test
    void whatReturnedMustBeThere() throws IOException {
        assertThat(differentAfter(3, false, A, A, B, B)).isZero();
        assertThat(differentAfter(3, false, A, A)).isEqualTo(1);
        assertThat(differentAfter(3, false, B, B)).isEqualTo(1);
        assertThat(differentAfter(3, false, A, B)).isEqualTo(1);
        assertThat(differentAfter(3, false)).isEqualTo(2);
    }

    @Test
    void whatWasUnderWayMayBeThereInPart() throws IOException {
        assertThat(differentAfter(3, false, A, B, B, B)).isZero();
        assertThat(differentAfter(3, false, A, B, B, B, C, B)).isZero();
        assertThat(differentAfter(3, false, A, A, B, B, C, B)).isEqualTo(1);
        assertThat(differentAfter(4, false, A, B, C, B)).isZero();
    }

    @Test
    void whatWasNotFlushedMayBeGoneWithThePowerOnly() throws IOException {
        assertThat(differentAfter(5, false, A, A)).isPositive();
        assertThat(differentAfter(5, true, A, A)).isZero();
        assertThat(differentAfter(5, true, A, A, B, B)).isZero();
        assertThat(differentAfter(5, true, A, B, B, B)).isZero();
        assertThat(differentAfter(5, true)).isPositive();
        assertThat(differentAfter(5, true, A, A, C, B)).isPositive();
    }

    @Test
    void theLastFlushIsOneOfThosePossible() throws IOException {
        SoakModel model = new SoakModel();
        new Replay(model, new TreeMap<>(Arrays::compareUnsigned))
                .follow(journalOf(1), new Steps(), false);
        NavigableMap<byte[], byte[]> nothing = new TreeMap<>(Arrays::compareUnsigned);
        NavigableMap<byte[], byte[]> flushed = new TreeMap<>(Arrays::compareUnsigned);
        flushed.put(A, A);
        assertThat(model.flushPointOf(new byte[0], nothing)).isZero();
        assertThat(model.flushPointOf(A, flushed)).isEqualTo(1);
        assertThat(model.flushPointOf(A, nothing)).isNegative();
        assertThat(model.flushPointOf(new byte[0], flushed)).isNegative();
    }

    private static final class Steps implements Replay.Steps {
        @Override
        public int count() {
            return STEPS.size();
        }

        @Override
        public SoakStep step(int number) {
            return STEPS.get(number);
        }

        @Override
        public void returned(SoakStep step, int outcome) {
            assertThat(outcome).isEqualTo(Journal.DONE);
        }
    }
}
