package io.cairn.cli;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import io.cairn.Entry;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry as one line of JSON:
 *
 * <pre>{@code {"key":"azE=","value":"aGVsbG8="}}</pre>
 *
 * <p>Key and value are base64, unless a field {@code keyEncoding} or {@code valueEncoding} says
 * {@code utf8} or {@code hex}. So each line can be read without any other, and bytes that are no
 * text are never lost: where UTF-8 was asked for and does not fit, that field is base64.
 */
final class JsonLines {
    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final String ENCODING = "Encoding";

    private final TextEncoding keys;
    private final TextEncoding values;

    /** Writes keys and values in these encodings where they can. */
    JsonLines(TextEncoding keys, TextEncoding values) {
        this.keys = keys;
        this.values = values;
    }

    /**
     * Returns an entry's line, without its end.
     *
     * @param value the value, or null to leave it out
     */
    String write(byte[] key, byte @Nullable [] value) throws IOException {
        StringWriter line = new StringWriter();
        JsonWriter writer = new JsonWriter(line);
        writer.beginObject();
        field(writer, KEY, keys, key);
        if (value != null) {
            field(writer, VALUE, values, value);
        }
        writer.endObject();
        return line.toString();
    }

    private static void field(JsonWriter writer, String name, TextEncoding wanted, byte[] bytes)
            throws IOException {
        String text = wanted.encode(bytes);
        boolean isBase64 = text == null || wanted == TextEncoding.BASE64;
        writer.name(name).value(text == null ? TextEncoding.BASE64.encode(bytes) : text);
        if (!isBase64) {
            writer.name(name + ENCODING).value(wanted.toString());
        }
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is no entry; the message says why
     */
    static Entry read(String line) {
        Map<String, String> fields = fields(line);
        return new Entry(bytes(fields, KEY), bytes(fields, VALUE));
    }

    private static byte[] bytes(Map<String, String> fields, String name) {
        String text = fields.get(name);
        if (text == null) {
            throw new IllegalArgumentException("there is no \"" + name + "\"");
        }
        TextEncoding encoding = encoding(fields.get(name + ENCODING));
        try {
            return encoding.decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is not " + encoding + ": " + e.getMessage(), e);
        }
    }

    private static TextEncoding encoding(@Nullable String name) {
        if (name == null) {
            return TextEncoding.BASE64;
        }
        for (TextEncoding encoding : TextEncoding.values()) {
            if (encoding.toString().equals(name)) {
                return encoding;
            }
        }
        throw new IllegalArgumentException(
                "encoding \"" + name + "\" is none of utf8, hex, base64");
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new HashMap<>();
        try (JsonReader reader = new JsonReader(new StringReader(line))) {
            reader.setStrictness(Strictness.STRICT);
            reader.beginObject();
            while (reader.hasNext()) {
                String name = requireKnown(reader.nextName());
                if (reader.peek() != JsonToken.STRING) {
                    throw new IllegalArgumentException("\"" + name + "\" is no string");
                }
                if (fields.put(name, reader.nextString()) != null) {
                    throw new IllegalArgumentException("\"" + name + "\" is there twice");
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("something follows the object");
            }
        } catch (MalformedJsonException | IllegalStateException e) {
            throw new IllegalArgumentException("it is no JSON object: " + firstLine(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no whole JSON object: " + firstLine(e), e);
        }
        return fields;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String requireKnown(String name) {
        return switch (name) {
            case KEY, VALUE, KEY + ENCODING, VALUE + ENCODING -> name;
            default -> throw new IllegalArgumentException("\"" + name + "\" is no known field");
        };
    }
}
