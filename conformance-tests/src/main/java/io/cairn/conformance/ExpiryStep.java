package io.cairn.conformance;

import io.cairn.Direction;

import java.io.IOException;

/**
 * One step of a random sequence of a store whose entries expire. Legal in every state; what a kind
 * does not need it ignores.
 *
 * @param kind what is done
 * @param key the number of a key
 * @param count how many, or a second number
 * @param time an event time or a watermark
 * @param length of a value
 */
record ExpiryStep(Kind kind, int key, int count, Time time, int length) {
    /** A time: so far from the watermark, or absolute. */
    record Time(boolean absolute, long number) {
        long of(ExpirySession session) {
            return absolute ? number : session.near(number);
        }
    }

    /** What a step does. */
    enum Kind {
        PUT,
        PUT_RUN,
        DELETE,
        ADVANCE,
        EXPIRE,
        THROW,
        READ,
        SCAN,
        CHECK,
        CLEAR,
        FLUSH,
        COMPACT,
        REOPEN,
        REOPEN_AT_LAST_FLUSH,
        SNAPSHOT,
        CHECK_SNAPSHOT,
        RESTORE,
        RESTORE_STREAM
    }

    /** Does it to the session's store and to its model, and compares the answers. */
    void run(ExpirySession session) throws IOException {
        switch (kind) {
            case PUT -> put(session, key, time.of(session));
            case PUT_RUN -> putRun(session);
            case DELETE -> session.delete(count % 2, key);
            case ADVANCE -> session.advance(time.of(session));
            case EXPIRE -> session.expire(count);
            case THROW -> session.throwAt(count % 10);
            case READ -> session.read(key);
            case SCAN -> session.scan(key, count, length % 3 == 0, direction(), length);
            case CHECK -> session.checkAll();
            case CLEAR -> session.clear();
            case FLUSH -> session.flush();
            case COMPACT -> session.compact();
            case REOPEN -> session.reopen(false);
            case REOPEN_AT_LAST_FLUSH -> session.reopen(true);
            case SNAPSHOT -> session.takeSnapshot();
            case CHECK_SNAPSHOT -> session.checkSnapshot(count);
            case RESTORE -> session.restore(count);
            case RESTORE_STREAM -> session.restoreStream();
        }
    }

    private Direction direction() {
        return length % 2 == 0 ? Direction.FORWARD : Direction.BACKWARD;
    }

    private void put(ExpirySession session, int number, long eventTime) {
        session.put(count % 3, number, Bytes.random(length + 31L * number, length), eventTime);
    }

    /** So many entries that a step of removal leaves some; their times repeat. */
    private void putRun(ExpirySession session) {
        long from = time.of(session);
        for (int i = 0; i < count; i++) {
            put(session, key + i, from > Long.MAX_VALUE - 7 ? from : from + i % 7);
        }
    }
}
