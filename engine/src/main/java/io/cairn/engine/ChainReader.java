package io.cairn.engine;

import io.cairn.KeySubset;
import io.cairn.SnapshotChain;
import io.cairn.SnapshotInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the links of a chain side by side, and gives what they come to, entry by entry in key
 * order. All links are in key order, so it takes no memory but a block of each.
 */
final class ChainReader implements AutoCloseable {
    private final List<Link> links = new ArrayList<>();
    /** The links that have entries left: those with the least key first, of these the newest. */
    private final PriorityQueue<Link> next = new PriorityQueue<>();

    private @Nullable SnapshotReader current;

    /** A stream of the chain, the full one with number 0. */
    private record Link(SnapshotReader reader, int number) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            int order = reader.compareKey(other.reader);
            return order != 0 ? order : Integer.compare(other.number, number);
        }
    }

    private ChainReader() {}

    /** Reads the headers of a chain, and checks that each link continues the one before it. */
    static ChainReader open(SnapshotChain chain, String name) throws IOException {
        ChainReader reader = new ChainReader();
        boolean opened = false;
        try {
            reader.add(chain.full(), name);
            for (InputStream delta : chain.deltas()) {
                reader.add(delta, name + ", delta=" + reader.links.size());
            }
            reader.begin();
            opened = true;
        } finally {
            if (!opened) {
                reader.close();
            }
        }
        return reader;
    }

    private void add(InputStream in, String name) throws IOException {
        SnapshotReader reader = new SnapshotReader(in, name);
        int number = links.size();
        links.add(new Link(reader, number));
        UUID base = reader.header().base();
        if (number == 0) {
            requireFull(reader, base);
        } else {
            requireLink(links.get(number - 1).reader, reader, base);
        }
    }

    private static void requireFull(SnapshotReader reader, @Nullable UUID base) {
        if (base != null) {
            throw new IllegalArgumentException(reader + " holds the changes since snapshot=" + base
                    + ", not a full snapshot; give the full one that they continue first");
        }
    }

    private static void requireLink(
            SnapshotReader before, SnapshotReader reader, @Nullable UUID base) {
        SnapshotInfo previous = before.header().info();
        SnapshotInfo info = reader.header().info();
        if (base == null) {
            throw new IllegalArgumentException(reader + " is the full snapshot=" + info.id()
                    + ", no changes since snapshot=" + previous.id() + "; begin a chain with it");
        }
        if (!base.equals(previous.id())) {
            throw new IllegalArgumentException(reader + " leads from snapshot=" + base
                    + " to snapshot=" + info.id() + ", but " + before + " ends with snapshot="
                    + previous.id() + "; give each link once, none left out, the oldest first");
        }
        if (!info.subset().equals(previous.subset())) {
            throw new IllegalArgumentException(reader + " holds the subset " + info.subset()
                    + ", but " + before + " the subset " + previous.subset()
                    + "; give links of one subset");
        }
    }

    private void begin() throws IOException {
        for (Link link : links) {
            advance(link);
        }
    }

    private void advance(Link link) throws IOException {
        if (link.reader.next()) {
            next.add(link);
        }
    }

    /** Returns what the last link says of its snapshot. */
    SnapshotInfo info() {
        return links.get(links.size() - 1).reader.header().info();
    }

    /** Steps to the next entry of the subset; false if there is none. */
    boolean next(KeySubset subset) throws IOException {
        while (true) {
            leaveCurrent();
            Link newest = next.peek();
            if (newest == null) {
                return false;
            }
            SnapshotReader reader = newest.reader;
            current = reader;
            if (!reader.isDelete() && subset.contains(reader.key(), 0, reader.keyLength())) {
                return true;
            }
        }
    }

    /** Takes all links on that stand at the current key: older ones count for nothing there. */
    private void leaveCurrent() throws IOException {
        SnapshotReader reader = current;
        if (reader == null) {
            return;
        }
        current = null;
        Link newest = next.remove();
        while (true) {
            Link older = next.peek();
            if (older == null || older.reader.compareKey(reader) != 0) {
                break;
            }
            advance(next.remove());
        }
        advance(newest);
    }

    private SnapshotReader current() {
        SnapshotReader reader = current;
        if (reader == null) {
            throw new IllegalStateException("the chain stands on no entry");
        }
        return reader;
    }

    int compareKey(ChainReader other) {
        return current().compareKey(other.current());
    }

    /** Adds the current entry to a builder. Once. */
    void addTo(ContentsBuilder target) throws IOException {
        current().addTo(target);
    }

    /** Returns the current key for a message. */
    String keyInHex() {
        SnapshotReader reader = current();
        byte[] start = Arrays.copyOf(reader.key(), Math.min(64, reader.keyLength()));
        return HexFormat.of().formatHex(start) + (reader.keyLength() > 64 ? "..." : "");
    }

    @Override
    public String toString() {
        return links.get(0).reader.toString();
    }

    @Override
    public void close() {
        links.forEach(link -> link.reader.close());
    }
}
