package io.cairn.engine;

import io.cairn.BytesView;
import io.cairn.Cursor;
import io.cairn.StoreOptions;
import io.cairn.engine.index.PointIndex;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.MemoryFactory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Fills new contents with entries, given in ascending key order: for compaction and restore.
 * Whoever began it must either take the {@link #contents()} or {@link #abandon()} it.
 */
final class ContentsBuilder {
    private static final int CHUNK_BYTES = 64 << 10;

    private final Contents contents;
    private final @Nullable LogFile file;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private byte[] key = new byte[256];
    private int keyLength;
    private int valueLength;
    private int valueFilled;
    private long address;

    /**
     * Begins.
     *
     * @param path where the new log's file is to be, or null for one in memory
     */
    ContentsBuilder(MemoryFactory factory, @Nullable Path path, StoreOptions options) {
        long seed = Seeds.next();
        StoreOptions grown = options.withInitialCapacityBytes(0);
        if (path == null) {
            file = null;
            contents = new Contents(factory, RecordLog.inMemory(factory, grown), seed);
        } else {
            LogFile created = LogFile.createBeside(factory, path, options.windows(), seed);
            file = created;
            boolean made = false;
            try {
                contents = new Contents(factory, RecordLog.onFile(factory, created, grown), seed);
                made = true;
            } finally {
                if (!made) {
                    created.delete(); // it is closed: contents that cannot be made release their
                    // log
                }
            }
        }
    }

    /** Adds all entries of a cursor. */
    void addAll(Cursor source) {
        while (source.next()) {
            BytesView sourceKey = source.key();
            int length = sourceKey.length();
            sourceKey.copyTo(0, keyArray(length), 0, length);
            BytesView value = source.value();
            begin(length, value.length());
            for (int at = 0; at < value.length(); at += CHUNK_BYTES) {
                int part = Math.min(CHUNK_BYTES, value.length() - at);
                value.copyTo(at, chunk, 0, part);
                addValue(chunk, 0, part);
            }
            end();
        }
    }

    /** Returns an array of at least {@code length} bytes, for the next entry's key. */
    byte[] keyArray(int length) {
        if (length > key.length) {
            key = new byte[Math.max(length, 2 * key.length)];
        }
        return key;
    }

    /** Begins an entry whose key is in {@link #keyArray}. */
    void begin(int newKeyLength, int newValueLength) {
        keyLength = newKeyLength;
        valueLength = newValueLength;
        valueFilled = 0;
        contents.ensureRoom(true, RecordFormat.size(keyLength, valueLength));
        address = contents.log().begin(RecordFormat.PUT, key, 0, keyLength, valueLength);
    }

    /** Adds the next bytes of the entry's value. */
    void addValue(byte[] source, int offset, int length) {
        contents.log().putValue(address, keyLength, valueFilled, source, offset, length);
        valueFilled += length;
    }

    /** Ends the entry. */
    void end() {
        contents.log().commit(address);
        long hash = contents.points().hash(key, 0, keyLength);
        contents.link(hash, key, 0, keyLength, address, PointIndex.ABSENT);
    }

    Contents contents() {
        return contents;
    }

    /** Frees everything, and deletes the file. */
    void abandon() {
        contents.release();
        if (file != null) {
            file.delete();
        }
    }
}
