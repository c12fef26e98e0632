package io.cairn.peers.ycsb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import site.ycsb.ByteArrayByteIterator;
import site.ycsb.ByteIterator;

/**
 * The fields of a record as one value: for each field the length of its name (2 bytes), the name,
 * the length of its content (4 bytes), the content; numbers are big-endian.
 */
final class RecordCodec {
    private RecordCodec() {}

    /** Puts fields into one value; uses the iterators up. */
    static byte[] encode(Map<String, ByteIterator> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
        fields.forEach((field, content) -> {
            byte[] name = field.getBytes(StandardCharsets.UTF_8);
            byte[] contentBytes = content.toArray();
            number.putShort(0, (short) name.length);
            bytes.write(number.array(), 0, Short.BYTES);
            bytes.write(name, 0, name.length);
            number.putInt(0, contentBytes.length);
            bytes.write(number.array(), 0, Integer.BYTES);
            bytes.write(contentBytes, 0, contentBytes.length);
        });
        return bytes.toByteArray();
    }

    /**
     * Takes the fields out of a value, without copying their contents.
     *
     * @param wanted the names of the fields to take; null for all
     */
    static void decode(
            byte[] value, @Nullable Set<String> wanted, Map<String, ByteIterator> fields) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        while (bytes.hasRemaining()) {
            int nameLength = Short.toUnsignedInt(bytes.getShort());
            String name = new String(value, bytes.position(), nameLength, StandardCharsets.UTF_8);
            bytes.position(bytes.position() + nameLength);
            int length = bytes.getInt();
            if (wanted == null || wanted.contains(name)) {
                fields.put(name, new ByteArrayByteIterator(value, bytes.position(), length));
            }
            bytes.position(bytes.position() + length);
        }
    }
}
