package io.cairn.engine;

import io.cairn.BytesView;
import io.cairn.ChangeCursor;
import io.cairn.Cursor;
import io.cairn.KeySubset;
import io.cairn.SnapshotInfo;
import io.cairn.StreamOptions;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

/** Writes entries, or changes, to a stream. */
final class SnapshotWriter {
    private final OutputStream out;
    private final StreamOptions options;
    private byte[] key = new byte[256];

    SnapshotWriter(OutputStream out, StreamOptions options) {
        this.out = out;
        this.options = options;
    }

    /** Writes the entries of a cursor over the subset's range. */
    void write(SnapshotInfo info, Cursor entries) throws IOException {
        out.write(new StreamHeader(info, null).encode());
        try (BlockWriter blocks = new BlockWriter(out, options.compressed())) {
            while (entries.next()) {
                BytesView entryKey = entries.key();
                if (isIncluded(entryKey)) {
                    BytesView value = entries.value();
                    blocks.addKey(entryKey, value.length());
                    blocks.add(value);
                }
            }
            blocks.end();
        }
    }

    /** Writes what was changed since the snapshot {@code base}. */
    void writeChanges(SnapshotInfo info, UUID base, ChangeCursor changes) throws IOException {
        out.write(new StreamHeader(info, base).encode());
        try (BlockWriter blocks = new BlockWriter(out, options.compressed())) {
            while (changes.next()) {
                if (isIncluded(changes.key())) {
                    write(blocks, changes);
                }
            }
            blocks.end();
        }
    }

    private static void write(BlockWriter blocks, ChangeCursor changes) throws IOException {
        if (changes.isDelete()) {
            blocks.addKey(changes.key(), SnapshotFormat.GONE);
        } else {
            BytesView value = changes.value();
            blocks.addKey(changes.key(), value.length());
            blocks.add(value);
        }
    }

    private boolean isIncluded(BytesView candidate) {
        KeySubset subset = options.subset();
        if (subset.isAll()) {
            return true;
        }
        int length = candidate.length();
        if (length > key.length) {
            key = new byte[Math.max(length, 2 * key.length)];
        }
        candidate.copyTo(0, key, 0, length);
        return subset.contains(key, 0, length);
    }
}
