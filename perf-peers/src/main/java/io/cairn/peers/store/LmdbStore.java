package io.cairn.peers.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteBufferProxy;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.SeekOp;
import org.lmdbjava.Txn;

/**
 * LMDB through LmdbJava. Puts are gathered into transactions; while one is open, reads go through
 * it as well, and otherwise through one read transaction, which is reset and renewed around the
 * writes.
 */
public final class LmdbStore implements PeerStore {
    /** Puts in one transaction. */
    static final int BATCH = 1000;

    private static final int MAX_KEY = 511;
    private static final int FIRST_VALUE_ROOM = 4096;
    private static final long LEAST_MAP = 1L << 30;
    /** B+tree pages split at random are two thirds full, and freed pages are kept. */
    private static final int MAP_FACTOR = 8;

    private final long mapBytes;
    private final Env<ByteBuffer> environment;
    private final Dbi<ByteBuffer> entries;
    private final Txn<ByteBuffer> reading;
    private boolean readingStopped;
    private @Nullable Txn<ByteBuffer> writing;
    private int batched;
    private @Nullable Cursor<ByteBuffer> cursor;
    private final ByteBuffer givenKey = direct(MAX_KEY);
    private ByteBuffer givenValue = direct(FIRST_VALUE_ROOM);
    private ByteBuffer key = givenKey;
    private ByteBuffer value = givenValue;

    private LmdbStore(Path folder, long dataBytes) {
        mapBytes = Math.max(LEAST_MAP, dataBytes * MAP_FACTOR);
        environment = Env.create(ByteBufferProxy.PROXY_OPTIMAL)
                .setMapSize(mapBytes)
                .setMaxDbs(1)
                .open(
                        folder.toFile(),
                        EnvFlags.MDB_WRITEMAP,
                        EnvFlags.MDB_NOSYNC,
                        EnvFlags.MDB_NOTLS);
        entries = environment.openDbi("entries", DbiFlags.MDB_CREATE);
        reading = environment.txnRead();
    }

    /**
     * Opens or makes a store.
     *
     * @param folder where its folder is
     * @param dataBytes about how many bytes of keys and values it is to hold
     */
    public static LmdbStore open(Path folder, long dataBytes) {
        try {
            return new LmdbStore(Files.createDirectories(folder.resolve("lmdb")), dataBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes);
    }

    private ByteBuffer key(byte[] bytes) {
        return givenKey.clear().put(bytes).flip();
    }

    private ByteBuffer value(byte[] bytes) {
        if (givenValue.capacity() < bytes.length) {
            givenValue = direct(bytes.length);
        }
        return givenValue.clear().put(bytes).flip();
    }

    @Override
    public void put(byte[] newKey, byte[] newValue) {
        entries.put(writing(), key(newKey), value(newValue));
        written();
    }

    @Override
    public boolean delete(byte[] oldKey) {
        boolean there = entries.delete(writing(), key(oldKey));
        written();
        return there;
    }

    private Txn<ByteBuffer> writing() {
        closeCursor();
        if (writing == null) {
            if (!readingStopped) {
                reading.reset();
                readingStopped = true;
            }
            writing = environment.txnWrite();
        }
        return writing;
    }

    private void written() {
        if (++batched >= BATCH) {
            commit();
        }
    }

    private void commit() {
        if (writing != null) {
            closeCursor();
            writing.commit();
            writing.close();
            writing = null;
        }
        batched = 0;
    }

    private Txn<ByteBuffer> current() {
        if (writing != null) {
            return writing;
        }
        if (readingStopped) {
            reading.renew();
            readingStopped = false;
        }
        return reading;
    }

    private Cursor<ByteBuffer> cursor() {
        if (cursor == null) {
            cursor = entries.openCursor(current());
        }
        return cursor;
    }

    private void closeCursor() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }

    @Override
    public boolean find(byte[] wanted) {
        ByteBuffer found = entries.get(current(), key(wanted));
        if (found == null) {
            return false;
        }
        value = found;
        return true;
    }

    @Override
    public boolean seek(byte[] start) {
        return pointed(cursor().get(key(start), GetOp.MDB_SET_RANGE));
    }

    @Override
    public boolean next() {
        return pointed(cursor().seek(SeekOp.MDB_NEXT));
    }

    private boolean pointed(boolean there) {
        if (there) {
            key = cursor().key();
            value = cursor().val();
        }
        return there;
    }

    /** LmdbJava's own buffers are big-endian, and setting their order would outlast this call. */
    private static long littleEndian(ByteBuffer bytes, int offset) {
        long number = bytes.getLong(offset);
        return bytes.order() == ByteOrder.LITTLE_ENDIAN ? number : Long.reverseBytes(number);
    }

    @Override
    public long keyLong(int offset) {
        return littleEndian(key, offset);
    }

    @Override
    public long valueLong(int offset) {
        return littleEndian(value, offset);
    }

    @Override
    public byte[] keyCopy() {
        return copy(key);
    }

    @Override
    public byte[] valueCopy() {
        return copy(value);
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return copy;
    }

    @Override
    public long size() {
        return entries.stat(current()).entries;
    }

    @Override
    public void settle() {
        commit();
    }

    @Override
    public List<String> settings() {
        return List.of(
                "MDB_WRITEMAP, MDB_NOSYNC, MDB_NOTLS; map of " + (mapBytes >> 20) + " MiB",
                BATCH + " puts a transaction: puts of an open one are lost with the process; reads"
                        + " go through it while it is open, else through one renewed read transaction",
                "ByteBufferProxy.PROXY_OPTIMAL (Unsafe), direct buffers, lmdbjava.disable.checks=true",
                "lookups and scans without copying");
    }

    @Override
    public void close() {
        commit();
        closeCursor();
        reading.close();
        environment.sync(true);
        environment.close();
    }
}
