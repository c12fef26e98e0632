package io.cairn.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cairn.KeyGroups;
import io.cairn.KeyRange;
import io.cairn.KeySubset;
import io.cairn.Snapshot;
import io.cairn.SnapshotChain;
import io.cairn.SnapshotInfo;
import io.cairn.StateStore;
import io.cairn.StreamOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rule of subsets, S24: to split a store's state among workers, and to join it again. */
public abstract class SubsetContract extends StoreTests {
    private static final int GROUPS = 16;

    /** For subclasses. */
    protected SubsetContract() {}

    @EveryMode
    void s24_aStreamOfASubsetHoldsJustThat(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = fill(store);
        StateStore target = open(mode, "target");
        for (KeySubset subset : List.of(
                KeySubset.all(),
                KeySubset.range(KeyRange.of(Bytes.bigEndian(50), Bytes.bigEndian(90))),
                KeySubset.range(KeyRange.from(Bytes.bigEndian(200))),
                KeySubset.range(KeyRange.until(Bytes.bigEndian(3))),
                KeySubset.group(5, GROUPS),
                KeySubset.groups(0, 7, GROUPS))) {
            for (boolean compressed : new boolean[] {false, true}) {
                StreamOptions options =
                        StreamOptions.defaults().withSubset(subset).withCompression(compressed);
                byte[] stream = write(store, options);
                target.restore(DeltaContract.chain(stream));
                Verifier.verify(target, part(model, subset));
            }
        }
    }

    @EveryMode
    void s24_changesOfASubsetContinueItsStream(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = fill(store);
        KeySubset subset = KeySubset.groups(3, 9, GROUPS);
        StreamOptions options = StreamOptions.defaults().withSubset(subset);
        try (Snapshot earlier = store.snapshot()) {
            for (int i = 0; i < 300; i += 3) {
                store.delete(Bytes.bigEndian(i));
                model.delete(Bytes.bigEndian(i));
                store.put(Bytes.bigEndian(i + 1), Bytes.of(i));
                model.put(Bytes.bigEndian(i + 1), Bytes.of(i));
            }
            try (Snapshot later = store.snapshot()) {
                ByteArrayOutputStream full = new ByteArrayOutputStream();
                earlier.writeTo(full, options);
                byte[] delta = DeltaContract.delta(earlier, later, options);
                StateStore target = open(mode, "target");
                target.restore(DeltaContract.chain(full.toByteArray(), delta));
                Verifier.verify(target, part(model, subset));
                byte[] other = DeltaContract.delta(earlier, later, StreamOptions.defaults());
                assertThatIllegalArgumentException()
                        .isThrownBy(() ->
                                target.restore(DeltaContract.chain(full.toByteArray(), other)))
                        .withMessageContaining("delta=1");
                Verifier.verify(target, part(model, subset));
            }
        }
    }

    @EveryMode
    void s24_stateIsSplitAndJoinedAnew(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = fill(store);
        List<byte[]> parts = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            parts.add(write(
                    store,
                    StreamOptions.defaults()
                            .withSubset(KeySubset.groups(4 * worker, 4 * worker + 4, GROUPS))));
        }
        StateStore joined = open(mode, "joined");
        List<SnapshotInfo> infos = joined.restore(chains(parts), KeySubset.all());
        assertThat(infos).hasSize(4);
        Verifier.verify(joined, model);
        for (int worker = 0; worker < 2; worker++) {
            KeySubset half = KeySubset.groups(8 * worker, 8 * worker + 8, GROUPS);
            joined.restore(chains(parts), half);
            Verifier.verify(joined, part(model, half));
        }
        KeySubset range = KeySubset.range(KeyRange.of(Bytes.bigEndian(10), Bytes.bigEndian(20)));
        joined.restore(chains(parts), range);
        Verifier.verify(joined, part(model, range));
    }

    @EveryMode
    void s24_partsWithACommonKeyAreRefusedByName(Mode mode) throws IOException {
        StateStore store = open(mode);
        Model model = fill(store);
        List<byte[]> parts = new ArrayList<>();
        for (int start : new int[] {0, 99}) {
            KeyRange range = KeyRange.of(Bytes.bigEndian(start), Bytes.bigEndian(start + 100));
            parts.add(write(store, StreamOptions.defaults().withSubset(KeySubset.range(range))));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.restore(chains(parts), KeySubset.all()))
                .withMessageContaining("0x0000000000000063");
        Verifier.verify(store, model);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.restore(List.of(), KeySubset.all()));
        Verifier.verify(store, model);
        KeySubset apart = KeySubset.range(KeyRange.until(Bytes.bigEndian(99)));
        store.restore(chains(parts), apart);
        Verifier.verify(store, part(model, apart));
    }

    @Test
    void s24_theGroupOfAKeyIsTheSameForEver() {
        assertThat(KeyGroups.groupOf(Bytes.utf8(""), 100)).isEqualTo(0);
        assertThat(KeyGroups.groupOf(Bytes.utf8("test"), KeyGroups.MAX_GROUPS))
                .isEqualTo(0xba6bd213 & (KeyGroups.MAX_GROUPS - 1));
        assertThat(KeyGroups.groupOf(Bytes.utf8("Hello, world!"), KeyGroups.MAX_GROUPS))
                .isEqualTo(0xc0363e43 & (KeyGroups.MAX_GROUPS - 1));
        assertThat(KeyGroups.groupOf(Bytes.utf8("-test-"), 1, 4, 77))
                .isEqualTo(Integer.remainderUnsigned(0xba6bd213, 77));
    }

    @Test
    void s24_groupsAndRangesThatCannotBeAreRefused() {
        for (int groups : new int[] {0, -1, KeyGroups.MAX_GROUPS + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KeyGroups.groupOf(Bytes.of(1), groups))
                    .withMessageContaining("groups=" + groups);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> KeySubset.groups(2, 2, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> KeySubset.groups(-1, 2, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> KeySubset.group(4, 4));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        KeySubset.range(KeyRange.from(new byte[StateStore.MAX_KEY_LENGTH + 1])));
    }

    private static byte[] write(StateStore store, StreamOptions options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Snapshot snapshot = store.snapshot()) {
            snapshot.writeTo(out, options);
        }
        return out.toByteArray();
    }

    private static List<SnapshotChain> chains(List<byte[]> parts) {
        return parts.stream().map(part -> DeltaContract.chain(part)).toList();
    }

    private static Model part(Model model, KeySubset subset) {
        Model part = new Model();
        for (Map.Entry<byte[], byte[]> entry : model.entries().entrySet()) {
            if (subset.contains(entry.getKey(), 0, entry.getKey().length)) {
                part.put(entry.getKey(), entry.getValue());
            }
        }
        return part;
    }

    private static Model fill(StateStore store) {
        Model model = new Model();
        for (int i = 0; i < 300; i++) {
            store.put(Bytes.bigEndian(i), Bytes.random(i, i % 500));
            model.put(Bytes.bigEndian(i), Bytes.random(i, i % 500));
        }
        return model;
    }
}
