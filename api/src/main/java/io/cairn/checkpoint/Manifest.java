package io.cairn.checkpoint;

import io.cairn.CorruptStoreException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The layout of a folder's manifest, and the only place that knows it: lines of UTF-8, each of
 * words between single spaces. The first says what it is, one for each checkpoint follows, the
 * oldest first, and the last has the checksum of all before it.
 */
final class Manifest {
    static final String NAME = "manifest";

    private static final String FIRST = "cairn-checkpoints 1";
    private static final String LAST = "crc ";
    private static final int HEX = 16;

    /**
     * A checkpoint and the CRC-32C of its file.
     *
     * @param checkpoint the checkpoint
     * @param crc of its file
     */
    record Line(Checkpoint checkpoint, int crc) {}

    private Manifest() {}

    static byte[] encode(List<Line> lines) {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        for (Line line : lines) {
            Checkpoint one = line.checkpoint;
            text.append(one.number())
                    .append(one.isFull() ? " full " : " delta ")
                    .append(one.bytes())
                    .append(' ')
                    .append(Integer.toHexString(line.crc))
                    .append(' ')
                    .append(one.snapshotId())
                    .append(' ')
                    .append(one.takenAtEpochMillis())
                    .append('\n');
        }
        text.append(lastLine(text.toString()));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a manifest.
     *
     * @throws CorruptStoreException if it is damaged
     */
    static List<Line> decode(byte[] bytes, Path file) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int last = text.lastIndexOf(LAST);
        if (!text.startsWith(FIRST + "\n")
                || last < 0
                || !text.substring(last).equals(lastLine(text.substring(0, last)))) {
            throw damaged(file, "its first line or its checksum is wrong");
        }
        List<Line> lines = new ArrayList<>();
        text.substring(0, last).lines().skip(1).forEach(row -> lines.add(line(row, file)));
        if (!lines.isEmpty() && !lines.get(0).checkpoint.isFull()) {
            throw damaged(file, "its first checkpoint is no full one");
        }
        return lines;
    }

    private static String lastLine(String before) {
        return LAST + Integer.toHexString(crc(before)) + "\n";
    }

    private static Line line(String row, Path file) {
        try {
            String[] words = row.split(" ", -1);
            Checkpoint checkpoint = new Checkpoint(
                    Long.parseLong(words[0]),
                    words[1].equals("full"),
                    Long.parseLong(words[2]),
                    UUID.fromString(words[4]),
                    Long.parseLong(words[5]));
            return new Line(checkpoint, Integer.parseUnsignedInt(words[3], HEX));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged(file, "the line \"" + row + "\" cannot be");
        }
    }

    static CorruptStoreException damaged(Path file, String reason) {
        return new CorruptStoreException("the manifest file=" + file + ": " + reason
                + "; save the checkpoint files beside it, whose names are in the order of their"
                + " chains, and begin with an empty folder");
    }

    private static int crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
