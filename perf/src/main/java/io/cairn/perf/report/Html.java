package io.cairn.perf.report;

import java.util.List;

/** A page in the making: elements are opened and closed in turn, all text is escaped. */
final class Html {
    private final StringBuilder text = new StringBuilder();

    /** Makes text harmless between tags and in quoted attributes. */
    static String escape(String raw) {
        StringBuilder escaped = new StringBuilder(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            char one = raw.charAt(at);
            switch (one) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(Character.isISOControl(one) && one != '\n' ? ' ' : one);
            }
        }
        return escaped.toString();
    }

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn
     */
    Html open(String element, String... attributes) {
        text.append('<').append(element);
        for (int at = 0; at < attributes.length; at += 2) {
            text.append(' ').append(attributes[at]).append("=\"");
            text.append(escape(attributes[at + 1])).append('"');
        }
        text.append('>');
        return this;
    }

    /** Closes elements, the innermost first. */
    Html close(String... elements) {
        for (String element : elements) {
            text.append("</").append(element).append('>');
        }
        text.append('\n');
        return this;
    }

    /** Adds text. */
    Html text(String raw) {
        text.append(escape(raw));
        return this;
    }

    /** Adds an element with text in it; nothing if the text is empty. */
    Html element(String element, String raw, String... attributes) {
        return raw.isEmpty() ? this : open(element, attributes).text(raw).close(element);
    }

    /** Adds what is HTML already. */
    Html raw(String html) {
        text.append(html);
        return this;
    }

    /** Adds a table; columns of numbers are marked. */
    Html table(String caption, List<String> headings, List<List<String>> rows) {
        open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        open("table").element("caption", caption).open("thead").open("tr");
        for (int column = 0; column < headings.size(); column++) {
            cell("th", headings.get(column), isNumeric(rows, column), "scope", "col");
        }
        close("tr", "thead").open("tbody");
        for (List<String> row : rows) {
            open("tr");
            for (int column = 0; column < row.size(); column++) {
                cell("td", row.get(column), isNumeric(rows, column));
            }
            close("tr");
        }
        return close("tbody", "table", "div");
    }

    private void cell(String element, String raw, boolean numeric, String... attributes) {
        String[] all = attributes;
        if (numeric) {
            all = java.util.Arrays.copyOf(attributes, attributes.length + 2);
            all[attributes.length] = "class";
            all[attributes.length + 1] = "number";
        }
        open(element, all).text(raw).close(element);
    }

    private static boolean isNumeric(List<List<String>> rows, int column) {
        return rows.stream()
                .map(row -> row.get(column))
                .allMatch(cell -> cell.matches("[-+~]?[0-9.,]*\\s?(%|x|ns|us|ms|s|/s|B|\\*)?"));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
