package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.StoreOptions;
import io.cairn.VerificationReport;
import io.cairn.WindowSizes;
import io.cairn.engine.index.PointIndex;
import io.cairn.engine.log.LogFile;
import io.cairn.engine.log.RecordFormat;
import io.cairn.engine.log.RecordLog;
import io.cairn.engine.memory.MemoryFactory;
import io.cairn.engine.memory.TestMemoryFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does to an open store what no caller can, each in one place, and has the check find it. */
class StoreCheckerTest {
    private static final int KEYS = 3000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final MemoryFactory factory = new TestMemoryFactory();

    @SuppressWarnings("NullAway.Init")
    private Contents contents;

    @BeforeEach
    void fill() {
        WindowSizes windows = new WindowSizes(4096, 1 << 20);
        LogFile file = LogFile.create(factory, folder.resolve("store"), windows, 5);
        RecordLog log = RecordLog.onFile(factory, file, StoreOptions.defaults());
        contents = new Contents(factory, log, 5);
        for (int i = 0; i < KEYS; i++) {
            put(key(i * 7 % KEYS));
        }
        for (int i = 0; i < KEYS; i += 3) {
            put(key(i));
        }
        for (int i = 1; i < KEYS; i += 5) {
            delete(key(i));
        }
    }

    private static byte[] key(int i) {
        return SmallStore.bytes(String.format("key%05d", i));
    }

    private long put(byte[] key) {
        contents.ensureRoom(true, RecordFormat.size(key.length, 0));
        long address = contents.log().begin(RecordFormat.PUT, key, 0, key.length, 0);
        contents.log().commit(address);
        long hash = contents.points().hash(key, 0, key.length);
        long before = contents.find(key, 0, key.length);
        contents.link(hash, key, 0, key.length, address, before);
        return address;
    }

    private void delete(byte[] key) {
        contents.ensureRoomToRemove(RecordFormat.size(key.length, 0));
        contents.log().commit(contents.log().begin(RecordFormat.DELETE, key, 0, key.length, 0));
        long address = contents.find(key, 0, key.length);
        contents.unlink(key, 0, key.length, address);
    }

    private long find(int i) {
        byte[] key = key(i);
        return contents.points()
                .find(contents.points().hash(key, 0, key.length), key, 0, key.length);
    }

    private void requireDamage(String... words) {
        VerificationReport report = StoreChecker.check(contents);
        assertThat(report.isSound()).isFalse();
        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.reason()).contains(words));
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        VerificationReport report = StoreChecker.check(contents);
        assertThat(report.findings()).isEmpty();
        assertThat(report.checked().entries()).isEqualTo(contents.size());
        assertThat(report.checked().records()).isEqualTo(KEYS + KEYS / 3 + KEYS / 5);
        assertThat(report.checked().indexNodes()).isGreaterThan(KEYS / 110);
    }

    @Test
    void aKeyThatThePointIndexLacks() {
        assertThat(find(9)).isNotEqualTo(PointIndex.ABSENT);
        contents.points().remove();
        requireDamage("the point index lacks it");
        requireDamage("in neither index");
    }

    @Test
    void aSlotThatLeadsToAnotherKeysRecord() {
        long other = find(10);
        assertThat(find(9)).isNotEqualTo(other);
        contents.points().replace(other);
        requireDamage("the point index lacks it");
    }

    @Test
    void aSlotThatLeadsToAnEarlierRecordOfItsKey() {
        byte[] key = key(9);
        long before = find(9);
        assertThat(put(key)).isNotEqualTo(before);
        assertThat(find(9)).isNotEqualTo(before);
        contents.points().replace(before);
        requireDamage("at the earlier address=" + before);
        requireDamage("but the point index has it at " + before);
    }

    @Test
    void aKeyThatTheOrderIndexLacks() {
        byte[] key = key(9);
        contents.order().ensureRoom(1);
        contents.order().remove(key, 0, key.length);
        requireDamage("size=" + contents.size());
    }

    @Test
    void aDeletedKeyThatTheIndexesHave() {
        byte[] key = key(9);
        long address = find(9);
        delete(key);
        contents.ensureRoom(true, 0);
        long hash = contents.points().hash(key, 0, key.length);
        contents.link(hash, key, 0, key.length, address, PointIndex.ABSENT);
        requireDamage("at the earlier address=" + address);
    }

    @Test
    void aByteOfALiveRecord() {
        long address = find(9);
        long at = RecordFormat.keyAt(contents.log().within(address)) + 7;
        contents.log().at(address).putByte(at, (byte) '!');
        requireDamage("checksum does not fit");
    }

    @Test
    void aByteOfADeadRecord() {
        long address = find(9);
        put(key(9));
        long at = RecordFormat.keyAt(contents.log().within(address)) + 7;
        contents.log().at(address).putByte(at, (byte) '!');
        requireDamage("checksum does not fit", "not checked any further");
    }

    @Test
    void aCounter() {
        contents.log().setUsedBytes(contents.log().usedBytes() + 8);
        requireDamage("usedBytes");
    }
}
