package io.cairn.perf.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What is inlined into every page, from the class path. */
final class Assets {
    private static final String PLOT_JAR = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    private static final String PLOT_FOLDER = "/META-INF/resources/webjars/uplot/";

    private Assets() {}

    /** A file that lies beside this class. */
    static String text(String name) {
        return read(name);
    }

    /** The version of the library that draws. */
    static String plotVersion() {
        Properties properties = new Properties();
        try (InputStream in = open(PLOT_JAR)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "of unknown version");
    }

    /** The library that draws. */
    static String plotScript() {
        return plotFile("dist/uPlot.iife.min.js");
    }

    /** The style that the library needs. */
    static String plotStyle() {
        return plotFile("dist/uPlot.min.css");
    }

    /** The library's licence, which goes where the library goes. */
    static String plotLicence() {
        return plotFile("LICENSE");
    }

    private static String plotFile(String name) {
        return read(PLOT_FOLDER + plotVersion() + "/" + name);
    }

    private static String read(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = Assets.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(
                    "name=" + name + " is not on the class path; is org.webjars.npm:uplot there?");
        }
        return in;
    }
}
