package io.cairn.cli;

import io.cairn.StateStore;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints one value. */
@Command(
        name = "get",
        description = {
            "Writes the value of a key: its bytes as they are, or as text if --values or --json is"
                    + " given.",
            "Exit code 1 tells that the key is absent."
        })
final class GetCommand extends StoreCommand {
    @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Option(
            names = "--args",
            paramLabel = "ENCODING",
            defaultValue = "utf8",
            description = "How KEY is written: ${COMPLETION-CANDIDATES} (default: utf8).")
    private TextEncoding args = TextEncoding.UTF8;

    @Option(
            names = "--values",
            paramLabel = "ENCODING",
            description = "Write the value as a line of text: ${COMPLETION-CANDIDATES}. What is no"
                    + " UTF-8 is refused.")
    private @Nullable TextEncoding values;

    GetCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        byte[] bytes = args.decode(key);
        try (StateStore store = openToRead()) {
            byte[] value = store.get(bytes);
            if (value == null) {
                console().err().println("cairn: key=" + key + " is absent");
                return ExitCode.FOUND;
            }
            print(bytes, value);
            return ExitCode.OK;
        }
    }

    private void print(byte[] bytes, byte[] value) throws IOException {
        TextEncoding encoding = values;
        if (json()) {
            JsonLines lines =
                    new JsonLines(args, encoding == null ? TextEncoding.BASE64 : encoding);
            printLine(lines.write(bytes, value));
        } else if (encoding == null) {
            console().out().write(value);
            console().out().flush();
        } else {
            String text = encoding.encode(value);
            if (text == null) {
                throw new BadInputException(
                        "the value of key=" + key + " is no UTF-8; give --values=hex or base64");
            }
            printLine(text);
        }
    }

    private void printLine(String line) throws IOException {
        Writer writer = writer();
        writer.write(line);
        writer.write('\n');
        writer.flush();
    }
}
