package io.cairn;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The value of an entry, without the event time behind it. */
final class TimedView extends PartView implements TimedBytesView {
    private final @Nullable ExpiringReader owner;
    private final @Nullable BytesView stored;

    /** Makes a view for a cursor to point. */
    TimedView() {
        super(0, ExpiryLayout.TIME_BYTES);
        this.owner = null;
        this.stored = null;
    }

    /**
     * Makes a view for a reader to point.
     *
     * @param owner the reader
     * @param stored a view of the store under it, which is this one's own
     */
    TimedView(ExpiringReader owner, BytesView stored) {
        super(0, ExpiryLayout.TIME_BYTES);
        this.owner = owner;
        this.stored = stored;
    }

    @SuppressWarnings("ReferenceEquality") // it is the same object or another one
    boolean belongsTo(ExpiringReader reader) {
        return owner == reader;
    }

    BytesView stored() {
        return Objects.requireNonNull(stored);
    }

    @Override
    public long eventTimeMillis() {
        return ExpiryLayout.timeOf(whole());
    }
}
