package io.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteBatchTest {
    private final WriteBatch batch = new WriteBatch();
    private final WriteBatch.Reader reader = new WriteBatch.Reader();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> operations() {
        List<String> operations = new ArrayList<>();
        reader.start(batch);
        while (reader.next()) {
            operations.add(show());
        }
        return operations;
    }

    private String show() {
        String key = text(reader.keyOffset(), reader.keyLength());
        return reader.isPut()
                ? key + "=" + text(reader.valueOffset(), reader.valueLength())
                : "-" + key;
    }

    private String text(int offset, int length) {
        return new String(reader.bytes(), offset, length, StandardCharsets.UTF_8);
    }

    @Test
    void keepsOperationsInTheirOrder() {
        batch.put(bytes("a"), bytes("1"))
                .delete(bytes("b"))
                .put(bytes("xcx"), 1, 1, bytes("x23"), 1, 2)
                .put(ByteBuffer.wrap(bytes("d")), ByteBuffer.wrap(new byte[0]))
                .delete(bytes("xe"), 1, 1)
                .delete(ByteBuffer.wrap(bytes("f")));
        assertThat(operations()).containsExactly("a=1", "-b", "c=23", "d=", "-e", "-f");
        assertThat(batch.count()).isEqualTo(6);
        assertThat(batch.bytes()).isEqualTo(9);
        batch.clear();
        assertThat(operations()).isEmpty();
        assertThat(batch.bytes()).isZero();
        batch.delete(bytes("g"));
        assertThat(operations()).containsExactly("-g");
    }

    @Test
    void lengthsUpToTheLimitsAreKept() {
        byte[] longest = new byte[StateStore.MAX_KEY_LENGTH];
        byte[] value = new byte[100_000];
        batch.put(longest, value).delete(longest).put(new byte[0], value);
        reader.start(batch);
        assertThat(reader.next()).isTrue();
        assertThat(reader.keyLength()).isEqualTo(65_535);
        assertThat(reader.valueLength()).isEqualTo(100_000);
        assertThat(reader.next()).isTrue();
        assertThat(reader.isPut()).isFalse();
        assertThat(reader.keyLength()).isEqualTo(65_535);
        assertThat(reader.valueLength()).isZero();
        assertThat(reader.next()).isTrue();
        assertThat(reader.keyLength()).isZero();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void goesBackToAnOperation() {
        batch.put(bytes("a"), bytes("1")).delete(bytes("b")).put(bytes("c"), bytes("3"));
        reader.start(batch);
        assertThat(reader.next()).isTrue();
        int first = reader.place();
        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        reader.goTo(first);
        assertThat(show()).isEqualTo("a=1");
        assertThat(reader.next()).isTrue();
        assertThat(show()).isEqualTo("-b");
    }

    @Test
    void aBatchThatIsChangedWhileItIsReadIsFound() {
        batch.put(bytes("a"), bytes("1"));
        reader.start(batch);
        batch.delete(bytes("b"));
        assertThatExceptionOfType(ConcurrentModificationException.class)
                .isThrownBy(reader::next)
                .withMessageContaining("one thread");
    }

    @Test
    void aBatchThatWouldBeTooLargeIsAsBefore() {
        assertThat(WriteBatch.MAX_BYTES)
                .isEqualTo(2 * StateStore.MAX_VALUE_LENGTH)
                .isEqualTo(536_870_912);
        WriteBatch small = new WriteBatch(1_000);
        small.put(bytes("a"), new byte[493]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> small.put(bytes("b"), new byte[494]))
                .withMessageContaining("bytes=501")
                .withMessageContaining("bytes=500")
                .withMessageContaining("1000");
        assertThat(small.count()).isEqualTo(1);
        small.put(bytes("b"), new byte[493]);
        assertThat(small.count()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> small.delete(new byte[0]));
        assertThat(small.bytes()).isEqualTo(988);
    }
}
