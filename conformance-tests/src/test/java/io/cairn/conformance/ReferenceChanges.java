package io.cairn.conformance;

import io.cairn.BytesView;
import io.cairn.ChangeCursor;

/** Leaves out some changes. */
final class ReferenceChanges implements ChangeCursor {
    private final ChangeCursor all;
    private final Bug bug;
    private boolean first = true;

    ReferenceChanges(ChangeCursor all, Bug bug) {
        this.all = all;
        this.bug = bug;
    }

    @Override
    public boolean next() {
        boolean found = all.next();
        if (bug == Bug.CHANGES_MISS_THE_FIRST && first) {
            found = found && all.next();
        }
        first = false;
        while (found && bug == Bug.CHANGES_FORGET_DELETES && all.isDelete()) {
            found = all.next();
        }
        return found;
    }

    @Override
    public boolean isDelete() {
        return all.isDelete();
    }

    @Override
    public BytesView key() {
        return all.key();
    }

    @Override
    public BytesView value() {
        return all.value();
    }
}
