package io.cairn.engine.log;

import io.cairn.StateStore;
import io.cairn.engine.memory.Memory;
import io.cairn.engine.memory.Windows;

/** What a record must be like, whoever reads it. */
final class RecordCheck {
    /** Why a record can be none, or is one of a batch that counts for nothing. */
    static final String WITHOUT_BEGINNING =
            "the record belongs to a batch whose beginning is missing";

    private static final int ALL_FLAGS = RecordFormat.MORE | RecordFormat.BEGUN;

    private RecordCheck() {}

    /** Tells whether a kind, flags and two lengths can be those of a record. */
    static boolean isPlausible(int kind, int flags, int keyLength, int valueLength) {
        boolean mayBeOfBatch = kind == RecordFormat.PUT || kind == RecordFormat.DELETE;
        if (flags != 0 && (!mayBeOfBatch || (flags & ~ALL_FLAGS) != 0)) {
            return false;
        }
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
        int flags = RecordFormat.flags(window, at);
        return isPlausible(kind, flags, keyLength, valueLength)
                ? ""
                : implausible(kind, flags, keyLength, valueLength);
    }

    static String implausible(int kind, int flags, int keyLength, int valueLength) {
        return "there is no record with kind=" + kind + " flags=" + flags + " keyLength="
                + keyLength + " valueLength=" + valueLength;
    }

    /** Says why a batch that begins at an address does not count. */
    static String isNotWhole(String reason, long at) {
        return "the batch that begins here is not whole, since at offset=" + at + " " + reason;
    }

    /** Tells whether a record may jump to {@code target}: a window that begins further on. */
    static boolean isWindowAhead(Windows windows, long from, long target, long fileBytes) {
        return target > from
                && target <= fileBytes
                && windows.baseOf(windows.indexOf(target)) == target;
    }
}
