package io.cairn.peers.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.FlushOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** RocksDB through its own JNI library. */
public final class RocksDbStore implements PeerStore {
    private static final long MEBIBYTE = 1L << 20;
    private static final long LEAST_CACHE = 64 * MEBIBYTE;
    /** Blocks, with their overhead, of all that the benchmarks put; nothing is ever evicted. */
    private static final int CACHE_FACTOR = 4;

    private static final int BLOCK_SIZE = 4096;
    private static final int BLOOM_BITS = 10;
    private static final long WRITE_BUFFER = 64 * MEBIBYTE;
    private static final int BACKGROUND_JOBS = 2;
    private static final int MAX_KEY = 511;
    private static final int FIRST_VALUE_ROOM = 4096;

    private final long cacheBytes;
    private final boolean logged;
    private final BloomFilter filter = new BloomFilter(BLOOM_BITS);
    private final HyperClockCache cache;
    private final Options options;
    private final WriteOptions writing;
    private final ReadOptions reading = new ReadOptions().setVerifyChecksums(false);
    private final RocksDB db;
    private final RocksIterator entries;
    private final ByteBuffer key = direct(MAX_KEY);
    private ByteBuffer value = direct(FIRST_VALUE_ROOM);
    private boolean changed;
    private boolean scanning;

    private RocksDbStore(Path folder, long dataBytes, boolean logged) throws RocksDBException {
        this.logged = logged;
        cacheBytes = Math.max(LEAST_CACHE, dataBytes * CACHE_FACTOR);
        cache = new HyperClockCache(cacheBytes, BLOCK_SIZE, -1, false);
        options = options();
        writing = new WriteOptions().setDisableWAL(!logged).setSync(false);
        db = RocksDB.open(options, folder.resolve("rocksdb").toString());
        entries = db.newIterator(reading);
    }

    /**
     * Opens or makes a store.
     *
     * @param folder where its folder is
     * @param dataBytes about how many bytes of keys and values it is to hold
     * @param logged whether puts go through the write-ahead log
     */
    public static RocksDbStore open(Path folder, long dataBytes, boolean logged) {
        try {
            RocksDB.loadLibrary();
            return new RocksDbStore(folder, dataBytes, logged);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    private Options options() {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_SIZE)
                .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
                .setDataBlockHashTableUtilRatio(0.75)
                .setFilterPolicy(filter)
                .setWholeKeyFiltering(true);
        return new Options()
                .setCreateIfMissing(true)
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setWriteBufferSize(WRITE_BUFFER)
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(0.02)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setAllowConcurrentMemtableWrite(false)
                .setMaxOpenFiles(-1)
                .setStatsDumpPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static IllegalStateException failure(RocksDBException e) {
        return new IllegalStateException("RocksDB failed", e);
    }

    private ByteBuffer key(byte[] bytes) {
        return key.clear().put(bytes).flip();
    }

    @Override
    public void put(byte[] newKey, byte[] newValue) {
        changed = true;
        if (value.capacity() < newValue.length) {
            value = direct(newValue.length);
        }
        try {
            db.put(writing, key(newKey), value.clear().put(newValue).flip());
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public boolean delete(byte[] oldKey) {
        boolean there = find(oldKey);
        changed = true;
        try {
            db.delete(writing, oldKey);
        } catch (RocksDBException e) {
            throw failure(e);
        }
        return there;
    }

    @Override
    public boolean find(byte[] wanted) {
        scanning = false;
        try {
            int length = db.get(reading, key(wanted), value.clear());
            if (length > value.capacity()) {
                value = direct(length);
                length = db.get(reading, key(wanted), value);
            }
            return length != RocksDB.NOT_FOUND;
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public boolean seek(byte[] start) {
        if (changed) {
            refresh();
        }
        entries.seek(key(start));
        return current();
    }

    /** An iterator shows the entries of the moment at which it was made or refreshed. */
    private void refresh() {
        try {
            entries.refresh();
            changed = false;
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public boolean next() {
        entries.next();
        return current();
    }

    private boolean current() {
        scanning = true;
        if (!entries.isValid()) {
            return false;
        }
        entries.key(key.clear());
        int length = entries.value(value.clear());
        if (length > value.capacity()) {
            value = direct(length);
            entries.value(value);
        }
        return true;
    }

    @Override
    public long keyLong(int offset) {
        return key.getLong(offset);
    }

    @Override
    public long valueLong(int offset) {
        return value.getLong(offset);
    }

    @Override
    public byte[] keyCopy() {
        if (!scanning) {
            throw new IllegalStateException("no entry is current; seek first");
        }
        return entries.key();
    }

    @Override
    public byte[] valueCopy() {
        byte[] copy = new byte[value.limit()];
        value.get(0, copy);
        return copy;
    }

    @Override
    public long size() {
        long count = 0;
        try (RocksIterator all = db.newIterator()) {
            for (all.seekToFirst(); all.isValid(); all.next()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void settle() {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            db.flush(waiting);
            db.compactRange();
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public List<String> settings() {
        return List.of(
                logged
                        ? "write-ahead log on, not synced: each put is safe from a crash of the process"
                        : "write-ahead log off: puts since the last flush are lost with the process",
                "HyperClockCache of " + cacheBytes / MEBIBYTE + " MiB, which holds all blocks; no"
                        + " compression; checksums not verified at reads",
                "blocks of " + BLOCK_SIZE + " bytes with a hash index (0.75); Bloom filters of "
                        + BLOOM_BITS + " bits a key, also over the memtable",
                "write buffer " + WRITE_BUFFER / MEBIBYTE + " MiB, max background jobs "
                        + BACKGROUND_JOBS + ", flushed and compacted after the load",
                "get, put and iterator with direct ByteBuffers");
    }

    @Override
    public void close() {
        try (filter;
                cache;
                options;
                writing;
                reading;
                db;
                entries) {
            if (logged) {
                db.syncWal();
            } else {
                settleMemory();
            }
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    private void settleMemory() throws RocksDBException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            db.flush(waiting);
        }
    }
}
