package io.cairn.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.BytesView;
import io.cairn.Codecs;
import io.cairn.Cursor;
import io.cairn.Direction;
import io.cairn.KeyCodecs;
import io.cairn.StateStore;
import io.cairn.StateStores;
import io.cairn.TypedStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example: it runs here, and the README has the same lines. */
class ReadmeExampleTest {
    private static final String BEGIN = "// README: begin";
    private static final String END = "// README: end";
    private static final Path SOURCE =
            Path.of("conformance-tests/src/test/java/io/cairn/conformance/ReadmeExampleTest.java");

    private final List<String> printed = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void runsAsPrinted() {
        example();

        assertThat(printed).containsExactly("shop/cart=2", "shop/pay=1", "cart: 2", "all: 4");
        try (StateStore store = StateStores.persistent(folder.resolve("clicks.cairn"), 0)) {
            assertThat(store.flushedTag()).isEqualTo("offset=4".getBytes(UTF_8));
            assertThat(store.size()).isEqualTo(3);
        }
    }

    private void example() {
        // README: begin
        try (StateStore store = StateStores.persistent(folder.resolve("clicks.cairn"), 1L << 20)) {
            TypedStateStore<String, Long> clicks =
                    TypedStateStore.over(store, KeyCodecs.ofString(), Codecs.ofLong());
            for (String page : List.of("shop/cart", "blog/1", "shop/cart", "shop/pay")) {
                clicks.put(page, clicks.getOrInsert(page, 0L) + 1);
            }
            clicks.stream(clicks.prefix("shop/"), Direction.FORWARD) // in key order
                    .forEach(click -> print(click.key() + "=" + click.value()));

            BytesView view = store.newView(); // one for many reads, which then allocate nothing
            if (store.getRef("shop/cart".getBytes(UTF_8), view)) {
                print("cart: " + view.getLong(0)); // read where it lies
            }
            long all = 0;
            for (Cursor cursor = store.prefixScan(new byte[0]); cursor.next(); ) {
                all += cursor.value().getLong(0);
            }
            print("all: " + all);
            store.flush("offset=4".getBytes(UTF_8)); // safe from power loss, with its source offset
        }
        // README: end
    }

    private void print(String line) {
        printed.add(line);
    }

    @Test
    void standsInTheReadme() throws IOException {
        verifyInReadme(SOURCE);
    }

    /** Checks that the README shows the lines that a source marks. */
    static void verifyInReadme(Path source) throws IOException {
        Path root = root();
        List<String> lines = Files.readAllLines(root.resolve(source));
        List<String> example = lines.stream()
                .dropWhile(line -> !line.strip().equals(BEGIN))
                .skip(1)
                .takeWhile(line -> !line.strip().equals(END))
                .toList();
        String text = String.join("\n", example).stripIndent().strip();

        assertThat(example).hasSizeBetween(10, 22);
        assertThat(Files.readString(root.resolve("README.md")).replace("\r\n", "\n"))
                .as("README.md must show the lines between '%s' and '%s' of %s", BEGIN, END, source)
                .contains("```java\n" + text + "\n```");
    }

    /** Tests run in their module's folder or in the project's. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(SOURCE))) {
            folder = Objects.requireNonNull(
                    folder.getParent(), "the sources are not above the working folder");
        }
        return folder;
    }
}
