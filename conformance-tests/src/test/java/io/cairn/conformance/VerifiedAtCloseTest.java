package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cairn.StateStore;
import io.cairn.StoreOptions;
import org.junit.jupiter.api.Test;

/** A store that a test closes by hand is verified like one that it leaves open. */
class VerifiedAtCloseTest {
    private static StateStore withAnEntryDeleted(Bug bug) {
        StateStore store = VerifiedAtClose.over(
                new ReferenceProvider(bug).openInMemory(StoreOptions.defaults()));
        store.put(Bytes.of(1), Bytes.of(1));
        store.put(Bytes.of(2), Bytes.of(2));
        store.delete(Bytes.of(1));
        return store;
    }

    @Test
    void anUnsoundStoreIsFoundWhenItIsClosed() {
        StateStore store = withAnEntryDeleted(Bug.SIZE_BYTES_IGNORES_DELETES);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(store::close)
                .withMessageContaining("sizeBytes");
    }

    @Test
    void aSoundStoreIsClosedTwice() {
        StateStore store = withAnEntryDeleted(Bug.NONE);
        store.close();
        store.close();
        assertThatIllegalStateException().isThrownBy(store::size);
    }
}
