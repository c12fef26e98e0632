package io.cairn;

/** The order in which a scan walks the keys. */
public enum Direction {
    /** From the least key up, in unsigned lexicographic order. */
    FORWARD,
    /** From the greatest key down. */
    BACKWARD
}
