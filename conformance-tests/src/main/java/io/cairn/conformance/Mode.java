package io.cairn.conformance;

import io.cairn.CompactionTrigger;
import io.cairn.StoreOptions;
import io.cairn.WindowSizes;

/** The ways to open a store, each of which keeps every rule. */
public enum Mode {
    /** In memory, as users open it. */
    IN_MEMORY(false, WindowSizes.DEFAULT),
    /**
     * In memory, in windows of one page, so that few records meet a border, and compacted early.
     */
    IN_MEMORY_TINY_WINDOWS(false, new WindowSizes(4096, 4096)),
    /** On a file, as users open it. */
    ON_FILE(true, WindowSizes.DEFAULT),
    /** On a file, in windows of one to four pages, and compacted early. */
    ON_FILE_TINY_WINDOWS(true, new WindowSizes(4096, 16384));

    private final boolean persistent;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers and enums
    private final StoreOptions options;

    Mode(boolean persistent, WindowSizes windows) {
        this.persistent = persistent;
        StoreOptions sized = StoreOptions.defaults().withWindows(windows);
        this.options = windows.equals(WindowSizes.DEFAULT)
                ? sized
                : sized.withCompaction(new CompactionTrigger(0.3, 4_000));
    }

    /** Tells whether the store lives on a file. */
    public boolean persistent() {
        return persistent;
    }

    /** Returns the options that a store of this mode is opened with. */
    public StoreOptions options() {
        return options;
    }
}
