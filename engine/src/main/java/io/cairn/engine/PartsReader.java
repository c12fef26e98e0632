package io.cairn.engine;

import io.cairn.KeySubset;
import io.cairn.SnapshotChain;
import io.cairn.SnapshotInfo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Reads chains side by side that have no key in common. */
final class PartsReader implements AutoCloseable {
    private final List<ChainReader> parts = new ArrayList<>();

    /** Reads the headers of all parts. */
    static PartsReader open(List<SnapshotChain> chains) throws IOException {
        PartsReader reader = new PartsReader();
        boolean opened = false;
        try {
            for (SnapshotChain chain : chains) {
                String name = chains.size() == 1
                        ? "the snapshot's stream"
                        : "part=" + (reader.parts.size() + 1) + "'s stream";
                reader.parts.add(ChainReader.open(chain, name));
            }
            opened = true;
        } finally {
            if (!opened) {
                reader.close();
            }
        }
        return reader;
    }

    /** Adds all entries of a subset to a builder. */
    void readInto(ContentsBuilder target, KeySubset subset) throws IOException {
        PriorityQueue<ChainReader> next =
                new PriorityQueue<>(parts.size(), ChainReader::compareKey);
        for (ChainReader part : parts) {
            advance(part, subset, next);
        }
        while (!next.isEmpty()) {
            ChainReader part = next.remove();
            ChainReader other = next.peek();
            if (other != null && other.compareKey(part) == 0) {
                throw new IllegalArgumentException(part + " and " + other
                        + " both have the key=0x" + part.keyInHex()
                        + "; give parts, or a subset of them, without common keys");
            }
            part.addTo(target);
            advance(part, subset, next);
        }
    }

    private static void advance(
            ChainReader part, KeySubset subset, PriorityQueue<ChainReader> target)
            throws IOException {
        if (part.next(subset)) {
            target.add(part);
        }
    }

    /** Returns what each part's last link says of its snapshot. */
    List<SnapshotInfo> infos() {
        return parts.stream().map(ChainReader::info).toList();
    }

    @Override
    public void close() {
        parts.forEach(ChainReader::close);
    }
}
