package io.cairn.peers.ycsb;

import java.util.List;
import java.util.Map;
import site.ycsb.ByteIterator;

/**
 * Verifies the answers of scans. With YCSB's {@code dataintegrity} the content of a field begins
 * with the record's key and the field's name, so that a result, which has no keys, still tells its
 * own.
 */
final class ScanCheck {
    private static final char SEPARATOR = ':';

    private ScanCheck() {}

    /**
     * Verifies that records begin with the start key, rise in key order, are no more than asked
     * for, and hold what belongs to their key. Uses the iterators up.
     *
     * @param startKey the key of a record that is there
     * @throws IllegalStateException if not
     */
    static void verify(
            String startKey, int count, List<? extends Map<String, ByteIterator>> records) {
        if (records.isEmpty() || records.size() > count) {
            throw new IllegalStateException("a scan of count=" + count + " from key=" + startKey
                    + " answered records=" + records.size());
        }
        String before = "";
        for (Map<String, ByteIterator> record : records) {
            String key = keyOf(record);
            boolean inPlace = before.isEmpty() ? key.equals(startKey) : key.compareTo(before) > 0;
            if (!inPlace) {
                throw new IllegalStateException(
                        "a scan from key=" + startKey + " met key=" + key + " after key=" + before);
            }
            before = key;
        }
    }

    private static String keyOf(Map<String, ByteIterator> record) {
        String key = "";
        for (Map.Entry<String, ByteIterator> field : record.entrySet()) {
            String content = field.getValue().toString();
            int end = content.indexOf(SEPARATOR);
            String owner = end < 0 ? "" : content.substring(0, end);
            if (owner.isEmpty()
                    || !(key.isEmpty() || key.equals(owner))
                    || !content.startsWith(field.getKey() + SEPARATOR, end + 1)) {
                throw new IllegalStateException("field=" + field.getKey() + " of key=" + key
                        + " holds content=" + content + ", which belongs elsewhere");
            }
            key = owner;
        }
        return key;
    }
}
