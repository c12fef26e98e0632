package io.cairn;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store over a TreeMap, with as much of the API as the typed view needs. */
final class TreeMapStore implements StateStore {
    final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public byte @Nullable [] get(byte[] key, int offset, int length) {
        byte[] value = entries.get(slice(key, offset, length));
        return value == null ? null : value.clone();
    }

    @Override
    public boolean getRef(byte[] key, int offset, int length, BytesView view) {
        byte[] value = get(key, offset, length);
        ((ArrayView) view).point(value);
        return value != null;
    }

    @Override
    public BytesView newView() {
        return new ArrayView();
    }

    @Override
    public boolean contains(byte[] key, int offset, int length) {
        return entries.containsKey(slice(key, offset, length));
    }

    @Override
    public void put(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength) {
        entries.put(slice(key, keyOffset, keyLength), slice(value, valueOffset, valueLength));
    }

    @Override
    public boolean delete(byte[] key, int offset, int length) {
        return entries.remove(slice(key, offset, length)) != null;
    }

    @Override
    public Cursor scan(KeyRange range, Direction direction) {
        NavigableMap<byte[], byte[]> inRange = new TreeMap<>(Arrays::compareUnsigned);
        entries.forEach((key, value) -> {
            if (range.contains(key)) {
                inRange.put(key, value);
            }
        });
        boolean forward = direction == Direction.FORWARD;
        return new MapCursor(forward ? inRange : inRange.descendingMap());
    }

    @Override
    public long size() {
        return entries.size();
    }

    private static byte[] slice(byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    private static final class MapCursor implements Cursor {
        private final NavigableMap<byte[], byte[]> entries;
        private final ArrayView key = new ArrayView();
        private final ArrayView value = new ArrayView();
        private Iterator<Map.Entry<byte[], byte[]>> rest;

        MapCursor(NavigableMap<byte[], byte[]> entries) {
            this.entries = entries;
            this.rest = entries.entrySet().iterator();
        }

        @Override
        public boolean next() {
            boolean hasNext = rest.hasNext();
            Map.@Nullable Entry<byte[], byte[]> entry = hasNext ? rest.next() : null;
            key.point(entry == null ? null : entry.getKey());
            value.point(entry == null ? null : entry.getValue());
            return hasNext;
        }

        @Override
        public boolean seek(byte[] target) {
            rest = entries.tailMap(target, true).entrySet().iterator();
            return next();
        }

        @Override
        public BytesView key() {
            key.length();
            return key;
        }

        @Override
        public BytesView value() {
            value.length();
            return value;
        }
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("no test of this module needs it");
    }

    @Override
    public byte @Nullable [] get(ByteBuffer key) {
        throw unused();
    }

    @Override
    public int get(byte[] key, int offset, int length, byte[] target, int targetOffset) {
        throw unused();
    }

    @Override
    public int get(ByteBuffer key, byte[] target, int offset) {
        throw unused();
    }

    @Override
    public boolean getRef(ByteBuffer key, BytesView view) {
        throw unused();
    }

    @Override
    public boolean contains(ByteBuffer key) {
        throw unused();
    }

    @Override
    public long sizeBytes() {
        throw unused();
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public @Nullable Path path() {
        return null;
    }

    @Override
    public void put(ByteBuffer key, ByteBuffer value) {
        throw unused();
    }

    @Override
    public void putAll(byte[][] keys, byte[][] values) {
        throw unused();
    }

    @Override
    public void write(WriteBatch batch) {
        WriteBatch.Reader reader = new WriteBatch.Reader();
        reader.start(batch);
        while (reader.next()) {
            byte[] key = slice(reader.bytes(), reader.keyOffset(), reader.keyLength());
            if (reader.isPut()) {
                entries.put(key, slice(reader.bytes(), reader.valueOffset(), reader.valueLength()));
            } else {
                entries.remove(key);
            }
        }
    }

    @Override
    public boolean update(byte[] key, ValueUpdater updater) {
        throw unused();
    }

    @Override
    public long addLong(byte[] key, long delta) {
        throw unused();
    }

    @Override
    public boolean delete(ByteBuffer key) {
        throw unused();
    }

    @Override
    public void clear() {
        entries.clear();
    }

    @Override
    public void flush() {
        throw unused();
    }

    @Override
    public void flush(byte[] tag) {
        throw unused();
    }

    @Override
    public byte[] flushedTag() {
        throw unused();
    }

    @Override
    public void compact() {
        throw unused();
    }

    @Override
    public double fragmentation() {
        throw unused();
    }

    @Override
    public void saveIndex() {
        throw unused();
    }

    @Override
    public Snapshot snapshot() {
        throw unused();
    }

    @Override
    public void restore(Snapshot snapshot) {
        throw unused();
    }

    @Override
    public void restore(InputStream in) {
        throw unused();
    }

    @Override
    public StoreStats stats() {
        throw unused();
    }

    @Override
    public RecoveryReport recoveryReport() {
        throw unused();
    }

    @Override
    public void close() {
        entries.clear();
    }
}
