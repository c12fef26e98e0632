package io.cairn.engine.log;

import io.cairn.StateStore;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.Windows;

/** What a record must be like, whoever reads it. */
final class RecordCheck {
    private RecordCheck() {}

    /** Tells whether a kind and two lengths can be those of a record. */
    static boolean isPlausible(int kind, int keyLength, int valueLength) {
        return switch (kind) {
            case RecordFormat.PUT -> valueLength >= 0 && valueLength <= StateStore.MAX_VALUE_LENGTH;
            case RecordFormat.DELETE -> valueLength == 0;
            case RecordFormat.CLEAR -> valueLength == 0 && keyLength == 0;
            case RecordFormat.JUMP -> valueLength == Long.BYTES && keyLength == 0;
            default -> false;
        };
    }

    /** Says what is wrong with the header of a record; empty if nothing is. */
    static String whatIsWrongWithHeader(Memory window, long at) {
        int kind = RecordFormat.kind(window, at);
        int keyLength = RecordFormat.keyLength(window, at);
        int valueLength = RecordFormat.valueLength(window, at);
        return isPlausible(kind, keyLength, valueLength)
                ? ""
                : implausible(kind, keyLength, valueLength);
    }

    static String implausible(int kind, int keyLength, int valueLength) {
        return "there is no record with kind=" + kind + " keyLength=" + keyLength + " valueLength="
                + valueLength;
    }

    /** Tells whether a record may jump to {@code target}: a window that begins further on. */
    static boolean isWindowAhead(Windows windows, long from, long target, long fileBytes) {
        return target > from
                && target <= fileBytes
                && windows.baseOf(windows.indexOf(target)) == target;
    }
}
