package io.cairn.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.ExpiringStateStore;
import io.cairn.StateStore;
import io.cairn.StateStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's example of entries that expire: it runs here, and the README has the same lines. */
class ReadmeExpiryExampleTest {
    private static final Path SOURCE = Path.of(
            "conformance-tests/src/test/java/io/cairn/conformance/ReadmeExpiryExampleTest.java");

    private final List<String> printed = new ArrayList<>();

    @Test
    void runsAsPrinted() {
        example();

        assertThat(printed).containsExactly("late", "expired: alice since 12000", "left: 1");
    }

    private void example() {
        byte[] alice = "alice".getBytes(UTF_8);
        byte[] bob = "bob".getBytes(UTF_8);
        byte[] cart = "3 items".getBytes(UTF_8);
        // README: begin
        try (StateStore store = StateStores.inMemory(1L << 20)) {
            ExpiringStateStore carts = ExpiringStateStore.over(
                    store,
                    Duration.ofSeconds(60),
                    (key, value) -> print("expired: " + new String(key.toByteArray(), UTF_8)
                            + " since " + value.eventTimeMillis()));
            carts.put(alice, cart, 10_000); // with the time of its event, in milliseconds
            carts.put(alice, cart, 12_000); // renewed
            carts.put(bob, cart, 40_000);
            carts.advanceWatermark(71_999); // alice's cart is still there
            if (!carts.put(bob, cart, 11_999)) {
                print("late"); // refused; bob's cart is as before
            }
            carts.advanceWatermark(72_000); // 12 s + 60 s: alice's cart is gone
            print("left: " + carts.size());
        }
        // README: end
    }

    private void print(String line) {
        printed.add(line);
    }

    @Test
    void standsInTheReadme() throws IOException {
        ReadmeExampleTest.verifyInReadme(SOURCE);
    }
}
