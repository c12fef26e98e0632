package io.cairn.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An error of the disk is told once, so nothing may come in between. */
class ForceThreadTest {
    @Test
    void anInterruptTakesNotThePlaceOfAnErrorOfTheDisk() {
        Thread owner = Thread.currentThread();
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThatIOException()
                .isThrownBy(() -> ForceThread.await(() -> {
                    owner.interrupt();
                    interrupted.countDown();
                    throw new IOException("Input/output error");
                }))
                .withMessage("Input/output error");
        assertThat(interrupted.getCount()).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptedThreadForcesItsFileAndKeepsItOpen(@TempDir Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(
                folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1));
            Thread.currentThread().interrupt();
            ForceThread.force(channel);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void anErrorOfTheJvmReachesTheOwner() {
        assertThatThrownBy(() -> ForceThread.await(() -> {
                    throw new InternalError("a fault");
                }))
                .isInstanceOf(InternalError.class)
                .hasMessage("a fault");
    }
}
