package io.cairn.conformance;

import io.cairn.ChangeCursor;
import io.cairn.CorruptStoreException;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyRange;
import io.cairn.KeySubset;
import io.cairn.SnapshotChain;
import io.cairn.SnapshotInfo;
import io.cairn.StreamOptions;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/** Streams of the reference store, in a format of its own. */
final class ReferenceStream {
    private static final long MAGIC = 0x5265666572656E63L;
    private static final int GONE = -1;
    private static final UUID NO_BASE = new UUID(0, 0);

    private ReferenceStream() {}

    /** Writes all entries that the options include. */
    static void write(ReferenceSnapshot snapshot, OutputStream out, StreamOptions options)
            throws IOException {
        CRC32C crc = new CRC32C();
        DataOutputStream data = new DataOutputStream(new CheckedOutputStream(out, crc));
        writeHeader(data, snapshot, NO_BASE, options.subset());
        data.writeInt((int) crc.getValue());
        for (Cursor cursor = snapshot.scan(KeyRange.all(), Direction.FORWARD); cursor.next(); ) {
            byte[] key = cursor.key().toByteArray();
            if (contains(options.subset(), key, snapshot.bug)) {
                writeEntry(data, key, cursor.value().toByteArray());
            }
        }
        end(data, crc);
    }

    static void writeChanges(
            ReferenceSnapshot snapshot,
            UUID base,
            ChangeCursor changes,
            OutputStream out,
            StreamOptions options)
            throws IOException {
        CRC32C crc = new CRC32C();
        DataOutputStream data = new DataOutputStream(new CheckedOutputStream(out, crc));
        writeHeader(data, snapshot, base, options.subset());
        data.writeInt((int) crc.getValue());
        while (changes.next()) {
            byte[] key = changes.key().toByteArray();
            if (!contains(options.subset(), key, snapshot.bug)) {
                continue;
            }
            if (changes.isDelete()) {
                data.writeInt(key.length);
                data.write(key);
                data.writeInt(GONE);
            } else {
                writeEntry(data, key, changes.value().toByteArray());
            }
        }
        end(data, crc);
    }

    private static void end(DataOutputStream data, CRC32C crc) throws IOException {
        data.writeInt(GONE);
        data.writeInt((int) crc.getValue());
        data.flush();
    }

    private static boolean contains(KeySubset subset, byte[] key, Bug bug) {
        return bug == Bug.SUBSET_IS_ALL || subset.contains(key, 0, key.length);
    }

    private static void writeHeader(
            DataOutputStream data, ReferenceSnapshot snapshot, UUID base, KeySubset subset)
            throws IOException {
        data.writeLong(MAGIC);
        writeId(data, snapshot.id());
        writeId(data, base);
        data.writeLong(snapshot.takenAtEpochMillis());
        byte[] tag = snapshot.flushedTag();
        data.writeInt(tag.length);
        data.write(tag);
        data.writeInt(subset.hashCode());
    }

    private static void writeId(DataOutputStream data, UUID id) throws IOException {
        data.writeLong(id.getMostSignificantBits());
        data.writeLong(id.getLeastSignificantBits());
    }

    private static void writeEntry(DataOutputStream data, byte[] key, byte[] value)
            throws IOException {
        data.writeInt(key.length);
        data.write(key);
        data.writeInt(value.length);
        data.write(value);
    }

    /** Reads a chain into {@code entries}. */
    static SnapshotInfo read(
            SnapshotChain chain, NavigableMap<byte[], byte[]> entries, KeySubset subset, Bug bug)
            throws IOException {
        Comparator<? super byte[]> order = entries.comparator();
        NavigableMap<byte[], byte[]> part = new TreeMap<>(order);
        Link link = readLink(chain.full(), null, part, bug);
        int number = 0;
        for (InputStream delta : chain.deltas()) {
            number++;
            link = readLink(delta, new Expected(link, number), part, bug);
        }
        for (var entry : part.entrySet()) {
            boolean taken = contains(subset, entry.getKey(), bug);
            if (taken
                    && entries.put(entry.getKey(), entry.getValue()) != null
                    && bug != Bug.PARTS_MAY_OVERLAP) {
                throw new IllegalArgumentException(
                        "two parts have key=" + Bytes.show(entry.getKey()));
            }
        }
        return link.info;
    }

    private record Link(SnapshotInfo info, int subset) {}

    private record Expected(Link before, int number) {}

    private static Link readLink(
            InputStream in,
            @org.jspecify.annotations.Nullable Expected expected,
            NavigableMap<byte[], byte[]> entries,
            Bug bug)
            throws IOException {
        CRC32C crc = new CRC32C();
        DataInputStream data = new DataInputStream(new CheckedInputStream(in, crc));
        try {
            require(data.readLong() == MAGIC, "is no snapshot");
            UUID id = new UUID(data.readLong(), data.readLong());
            UUID base = new UUID(data.readLong(), data.readLong());
            SnapshotInfo info =
                    new SnapshotInfo(id, data.readLong(), readBytes(data), KeySubset.all());
            Link link = new Link(info, data.readInt());
            int headerSum = (int) crc.getValue();
            require(
                    data.readInt() == headerSum || bug == Bug.RESTORE_CHECKS_NO_SUM,
                    "has a wrong sum of its header");
            requireLink(expected, link, base, bug);
            readEntries(data, entries, bug);
            int sum = (int) crc.getValue();
            require(data.readInt() == sum || bug == Bug.RESTORE_CHECKS_NO_SUM, "has a wrong sum");
            if (bug == Bug.RESTORE_READS_TOO_FAR) {
                data.skipBytes(1);
            }
            return link;
        } catch (EOFException e) {
            throw new CorruptStoreException(
                    "the stream ends too early; take the snapshot again", e);
        }
    }

    private static void requireLink(
            @org.jspecify.annotations.Nullable Expected expected, Link link, UUID base, Bug bug) {
        UUID before = expected == null ? NO_BASE : expected.before.info.id();
        boolean fits =
                base.equals(before) && (expected == null || expected.before.subset == link.subset);
        if (!fits && bug != Bug.RESTORE_TAKES_ANY_LINK) {
            throw new IllegalArgumentException("the stream delta="
                    + (expected == null ? 0 : expected.number) + " continues snapshot=" + base
                    + " but comes after snapshot=" + before);
        }
    }

    private static void readEntries(
            DataInputStream data, NavigableMap<byte[], byte[]> entries, Bug bug)
            throws IOException {
        for (int length = data.readInt(); length != GONE; length = data.readInt()) {
            byte[] key = readBytes(data, length);
            int valueLength = data.readInt();
            if (valueLength != GONE) {
                entries.put(key, readBytes(data, valueLength));
            } else if (bug != Bug.DELTA_FORGETS_DELETES) {
                entries.remove(key);
            }
        }
    }

    private static byte[] readBytes(DataInputStream data) throws IOException {
        return readBytes(data, data.readInt());
    }

    private static byte[] readBytes(DataInputStream data, int length) throws IOException {
        require(length >= 0, "has a negative length");
        byte[] bytes = data.readNBytes(length);
        require(bytes.length == length, "ends too early");
        return bytes;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new CorruptStoreException("the stream " + what + "; take the snapshot again");
        }
    }
}
