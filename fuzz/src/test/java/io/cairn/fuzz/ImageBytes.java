package io.cairn.fuzz;

import io.cairn.fuzz.Edits.Field;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** An index image as docs/file-format.md describes it: where its numbers are, and its checksums. */
final class ImageBytes {
    private static final int CONTENT_CRC = 12;
    private static final int POINT_BYTES = 64;
    private static final int NODES = 100;
    private static final int WINDOWS = 112;
    private static final int HEADER_CRC = 132;
    private static final int HEADER = 136;
    private static final int PAGE = 4096;
    private static final int NODE = 2048;
    private static final int HEADS = 128;
    private static final int LEAF_REFS = HEADS + 120 * 8;
    private static final int MOST_FIELD_SLOTS = 12;
    private static final int MOST_FIELD_NODES = 4;
    private static final long SMALLEST_WINDOW = 16 << 10;
    private static final long LARGEST_WINDOW = 8 << 20;

    private final byte[] image;

    ImageBytes(byte[] image) {
        this.image = image;
    }

    /** Returns the places of the numbers in an intact image. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(8, 4));
        for (int at = 16; at < 88; at += 8) {
            fields.add(new Field(at, 8));
        }
        for (int at = 88; at <= WINDOWS; at += 4) {
            fields.add(new Field(at, 4));
        }
        for (int i = 0; i < Math.min(4, number(WINDOWS)); i++) {
            fields.add(new Field(HEADER + 8 * i, 8));
        }
        int slots = 0;
        for (long at = pointsAt(); at < pointsAt() + longNumber(POINT_BYTES); at += 8) {
            if (slots < MOST_FIELD_SLOTS && Numbers.get(image, (int) at, 8) != 0) {
                fields.add(new Field((int) at, 8));
                slots++;
            }
        }
        for (int node = 1; node < Math.min(number(NODES), MOST_FIELD_NODES + 1); node++) {
            addNode(fields, (int) nodesAt() + node * NODE);
        }
        return fields;
    }

    private static void addNode(List<Field> fields, int node) {
        fields.add(new Field(node, 1));
        fields.add(new Field(node + 1, 1));
        fields.add(new Field(node + 2, 2));
        fields.add(new Field(node + 4, 4));
        fields.add(new Field(node + 8, 8));
        fields.add(new Field(node + 16, 8));
        for (int at :
                new int[] {HEADS, HEADS + 8, 888, 896, LEAF_REFS, LEAF_REFS + 8, 1648, 1652}) {
            fields.add(new Field(node + at, 8));
        }
    }

    /** Lets both checksums fit, if the sizes in the header can be sizes. */
    void repair() {
        if (image.length < HEADER) {
            return;
        }
        CRC32C crc = new CRC32C();
        long windows = number(WINDOWS);
        long tables = HEADER + 8 * windows;
        long pointBytes = longNumber(POINT_BYTES);
        long nodeBytes = (long) number(NODES) * NODE;
        boolean fits = windows >= 0 && tables <= image.length && pointBytes > 0 && nodeBytes > 0;
        if (fits && pointBytes <= image.length && nodesAt() + nodeBytes <= image.length) {
            crc.update(image, HEADER, (int) tables - HEADER);
            update(crc, (int) pointsAt(), pointBytes);
            update(crc, (int) nodesAt(), nodeBytes);
            Numbers.put(image, CONTENT_CRC, 4, crc.getValue());
        }
        Numbers.put(image, HEADER_CRC, 4, Numbers.crc32c(image, 0, HEADER_CRC));
    }

    private void update(CRC32C crc, int from, long bytes) {
        long base = 0;
        while (base < bytes) {
            long size = base == 0 ? SMALLEST_WINDOW : Math.min(base, LARGEST_WINDOW);
            int part = (int) Math.min(size, bytes - base);
            int partCrc = Numbers.crc32c(image, from + (int) base, part);
            for (int i = 0; i < 4; i++) {
                crc.update(partCrc >>> (8 * i));
            }
            base += size;
        }
    }

    private int number(int at) {
        return (int) Numbers.get(image, at, 4);
    }

    private long longNumber(int at) {
        return Numbers.get(image, at, 8);
    }

    private long pointsAt() {
        return pageAfter(HEADER + 8L * number(WINDOWS));
    }

    private long nodesAt() {
        return pageAfter(pointsAt() + wholeWindows(longNumber(POINT_BYTES)));
    }

    private static long pageAfter(long at) {
        return (at + PAGE - 1) / PAGE * PAGE;
    }

    /** Images here are small: their windows double. */
    private static long wholeWindows(long bytes) {
        return bytes <= SMALLEST_WINDOW ? SMALLEST_WINDOW : Long.highestOneBit(bytes - 1) << 1;
    }
}
