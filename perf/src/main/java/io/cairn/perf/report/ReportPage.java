package io.cairn.perf.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import io.cairn.perf.report.Report.Fact;
import io.cairn.perf.report.Section.Kind;
import io.cairn.perf.report.Section.Lines;
import io.cairn.perf.report.Section.Plot;
import io.cairn.perf.report.Section.Table;
import io.cairn.perf.report.Section.Verdict;
import io.cairn.perf.report.Series.Point;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Turns a report into one page of HTML. Plots are drawn by uPlot, which is inlined with its
 * licence; the page's own policy forbids it to load anything.
 */
public final class ReportPage {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    /** Escapes what would end a script, too. */
    private static final Gson GSON = new GsonBuilder().create();

    private ReportPage() {}

    /** The page's HTML. */
    public static String html(Report report) {
        Html page = new Html().raw("<!DOCTYPE html>\n").open("html", "lang", "en");
        head(page, report.title());
        page.open("body").open("main").element("h1", report.title());
        report.sections().stream()
                .filter(Verdict.class::isInstance)
                .forEach(section -> section(page, section));
        facts(page, report.facts());
        report.sections().stream()
                .filter(section -> !(section instanceof Verdict))
                .forEach(section -> section(page, section));
        page.close("main");
        foot(page);
        script(page, Assets.text("page.js"));
        return page.close("body", "html").toString();
    }

    private static void head(Html page, String title) {
        page.open("head").raw("<meta charset=\"utf-8\">\n");
        page.open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        page.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.open("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", title);
        page.open("style").raw(Assets.plotStyle()).raw(Assets.text("page.css")).close("style");
        script(page, Assets.plotScript());
        page.close("head");
    }

    private static void script(Html page, String script) {
        if (script.toLowerCase(Locale.ROOT).contains("</script")) {
            throw new IllegalStateException("a script that ends itself cannot be inlined");
        }
        page.open("script").raw(script).close("script");
    }

    private static void facts(Html page, List<Fact> facts) {
        page.open("dl", "class", "facts");
        facts.forEach(fact -> page.open("div")
                .element("dt", fact.name())
                .open("dd")
                .text(fact.value())
                .close("dd", "div"));
        page.close("dl");
    }

    private static void section(Html page, Section section) {
        if (section instanceof Verdict verdict) {
            page.open(
                    "section",
                    "class",
                    "verdict " + verdict.mood().name().toLowerCase(Locale.ROOT));
            page.element("h2", verdict.title()).element("p", verdict.text()).close("section");
            return;
        }
        page.open("section").element("h2", section.title());
        if (section instanceof Table table) {
            page.table(table.title(), table.headings(), table.rows());
            page.element("p", table.note(), "class", "note");
        } else if (section instanceof Plot plot) {
            plot(page, plot);
        } else if (section instanceof Lines lines) {
            page.open("pre", "class", "scroll", "tabindex", "0");
            page.text(String.join("\n", lines.lines())).close("pre");
        }
        page.close("section");
    }

    private static void plot(Html page, Plot plot) {
        if (plot.series().isEmpty()) {
            page.element("p", "Nothing was measured for this plot. " + plot.note());
            return;
        }
        String what = plot.title() + ": nanoseconds by " + plot.kind().axis()
                + "; the same figures are in the table below";
        page.open(
                "div",
                "class",
                "plot",
                "role",
                "img",
                "aria-label",
                what,
                "data-plot",
                GSON.toJson(plot));
        page.close("div").element("p", plot.note(), "class", "note");
        page.open("details").element("summary", "These figures as a table");
        page.table(plot.title() + ", nanoseconds", headings(plot), rows(plot)).close("details");
    }

    private static List<String> headings(Plot plot) {
        List<String> headings = new ArrayList<>(List.of(plot.kind().axis()));
        plot.series().forEach(series -> headings.add(series.name()));
        return headings;
    }

    private static List<List<String>> rows(Plot plot) {
        TreeSet<Double> all = new TreeSet<>();
        plot.series().forEach(series -> series.points().forEach(point -> all.add(point.x())));
        List<List<String>> rows = new ArrayList<>();
        for (double x : all) {
            List<String> row = new ArrayList<>(List.of(label(plot.kind(), x)));
            plot.series().forEach(series -> row.add(nanosAt(series, x)));
            rows.add(row);
        }
        return rows;
    }

    private static String label(Kind kind, double x) {
        return kind == Kind.PERCENTILES
                ? trimmed(x) + " %"
                : String.format(Locale.ROOT, "%,.0f", x);
    }

    private static String trimmed(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private static String nanosAt(Series series, double x) {
        return series.points().stream()
                .filter(point -> point.x() == x)
                .map(Point::nanos)
                .map(nanos -> String.format(Locale.ROOT, nanos < 100 ? "%.1f" : "%,.0f", nanos))
                .findFirst()
                .orElse("-");
    }

    private static void foot(Html page) {
        page.open("footer").element("p", "Plots: uPlot " + Assets.plotVersion() + ".");
        page.open("details").element("summary", "Its licence");
        page.element("pre", Assets.plotLicence(), "class", "scroll").close("details", "footer");
    }
}
