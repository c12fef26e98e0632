package io.cairn.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.cairn.perf.report.Report.Fact;
import io.cairn.perf.report.Section.Kind;
import io.cairn.perf.report.Section.Lines;
import io.cairn.perf.report.Section.Plot;
import io.cairn.perf.report.Section.Table;
import io.cairn.perf.report.Section.Verdict;
import io.cairn.perf.report.Series.Point;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
    private static final String NASTY =
            "</script><script>alert(1)</script> \"quoted\" 'single' & <b>\u0000";

    @Test
    void thePageIsWellFormedAndLoadsNothing() throws Exception {
        Document page = parse(ReportPage.html(SampleReport.report()));

        for (Element element : elements(page, "*")) {
            assertThat(List.of("link", "img", "iframe", "object", "embed", "base"))
                    .doesNotContain(element.getTagName());
            for (String attribute : List.of("src", "href", "srcset", "action", "data", "style")) {
                assertThat(element.hasAttribute(attribute))
                        .as(element.getTagName() + " " + attribute)
                        .isFalse();
            }
        }
        assertThat(elements(page, "meta").get(1).getAttribute("content"))
                .startsWith("default-src 'none'");
    }

    @Test
    void theStylesLoadNothingEither() {
        String page = ReportPage.html(SampleReport.report());
        String style = page.substring(page.indexOf("<style>"), page.indexOf("</style>"));

        assertThat(style).hasSizeGreaterThan(1000).doesNotContain("url(", "@import");
    }

    @Test
    void theLibraryIsInlinedWithItsLicence() throws Exception {
        String page = ReportPage.html(SampleReport.report());

        assertThat(page).contains("var uPlot=function()");
        assertThat(parse(page).getDocumentElement().getTextContent())
                .contains("The MIT License")
                .contains("Plots: uPlot " + Assets.plotVersion());
    }

    @Test
    void allCellsOfATableAreThere() throws Exception {
        Table table = (Table) SampleReport.report().sections().stream()
                .filter(Table.class::isInstance)
                .findFirst()
                .orElseThrow();

        Element shown =
                elements(parse(ReportPage.html(SampleReport.report())), "table").get(0);

        List<String> headings = texts(shown, "th");
        assertThat(headings).isEqualTo(SampleReport.HEADINGS);
        assertThat(texts(shown, "td"))
                .isEqualTo(table.rows().stream().flatMap(List::stream).toList());
    }

    @Test
    void columnsOfNumbersAreMarkedAndOthersAreNot() throws Exception {
        Document page = parse(ReportPage.html(withSection(new Table(
                "t", "", List.of("text", "number"), List.of(List.of("a 1", "1,234.5*"))))));

        List<Element> cells = elements(page, "td");
        assertThat(cells.get(0).getAttribute("class")).isEmpty();
        assertThat(cells.get(1).getAttribute("class")).isEqualTo("number");
    }

    @Test
    void aPlotCarriesItsPointsForTheScriptAndForReaders() throws Exception {
        Series curve = new Series("ffm", List.of(new Point(50, 371.5), new Point(99.9, 4949)));
        Document page = parse(ReportPage.html(
                withSection(new Plot(Kind.PERCENTILES, "Lookups", "", List.of(curve)))));

        Element plot = elements(page, "div").stream()
                .filter(element -> element.getAttribute("class").equals("plot"))
                .findFirst()
                .orElseThrow();
        JsonObject data = JsonParser.parseString(plot.getAttribute("data-plot")).getAsJsonObject();
        assertThat(data.get("kind").getAsString()).isEqualTo("PERCENTILES");
        JsonArray points =
                data.getAsJsonArray("series").get(0).getAsJsonObject().getAsJsonArray("points");
        assertThat(points.get(1).getAsJsonObject().get("x").getAsDouble()).isEqualTo(99.9);
        assertThat(points.get(1).getAsJsonObject().get("nanos").getAsDouble()).isEqualTo(4949);
        assertThat(texts(page.getDocumentElement(), "td"))
                .containsExactly("50 %", "372", "99.9 %", "4,949");
    }

    @Test
    void aPlotWithoutPointsSaysSo() {
        assertThat(ReportPage.html(withSection(new Plot(
                        Kind.ENTRIES,
                        "By size",
                        "Ask for it.",
                        List.of(new Series("a", List.of()))))))
                .contains("Nothing was measured for this plot. Ask for it.")
                .doesNotContain("data-plot=\"");
    }

    @Test
    void whateverTextHoldsIsEscaped() throws Exception {
        Report nasty = new Report(
                "nasty",
                NASTY,
                List.of(new Fact(NASTY, NASTY)),
                List.of(
                        new Verdict(NASTY, Section.Mood.OPEN, NASTY),
                        new Table(NASTY, NASTY, List.of(NASTY), List.of(List.of(NASTY))),
                        new Plot(
                                Kind.ENTRIES,
                                NASTY,
                                NASTY,
                                List.of(new Series(NASTY, List.of(new Point(1000, 1))))),
                        new Lines(NASTY, List.of(NASTY, NASTY))));

        String html = ReportPage.html(nasty);
        Document page = parse(html);

        assertThat(html).doesNotContain("<script>alert");
        assertThat(elements(page, "script")).hasSize(2);
        assertThat(elements(page, "b")).isEmpty();
        assertThat(texts(page.getDocumentElement(), "h1"))
                .containsExactly(NASTY.replace('\u0000', ' '));
        assertThat(texts(page.getDocumentElement(), "td")).contains(NASTY.replace('\u0000', ' '));
    }

    @Test
    void theFileIsNamedAfterTheReport(@TempDir Path folder) throws Exception {
        Path file = ReportFile.write(SampleReport.report(), folder.resolve("new"));

        assertThat(file.getFileName()).hasToString("sample-report.html");
        assertThat(Files.readString(file)).isEqualTo(ReportPage.html(SampleReport.report()));
    }

    @Test
    void whatCannotBeShownIsRefused() {
        assertThatThrownBy(() -> new Point(1, 0)).hasMessageContaining("nanos=0");
        assertThatThrownBy(() -> new Point(Double.NaN, 1)).hasMessageContaining("x=NaN");
        assertThatThrownBy(() -> new Series("s", List.of(new Point(2, 1), new Point(1, 1))))
                .hasMessageContaining("series=s");
        assertThatThrownBy(() -> new Table("t", "", List.of("a"), List.of(List.of("1", "2"))))
                .hasMessageContaining("cells=2");
        assertThatThrownBy(() -> new Report("a/b", "t", List.of(), List.of()))
                .hasMessageContaining("name=a/b");
    }

    private static Report withSection(Section section) {
        return new Report("one", "One section", List.of(), List.of(section));
    }

    /** HTML as XML: what is void is closed, and scripts and styles are taken for plain text. */
    private static Document parse(String html) throws Exception {
        String xml = html.substring(html.indexOf("<html"))
                .replaceAll("<meta ([^>]*)>", "<meta $1/>")
                .replaceAll("(?s)<(script|style)>(.*?)</\\1>", "<$1/>");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> elements(Document page, String name) {
        return elements(page.getElementsByTagName(name));
    }

    private static List<String> texts(Element inside, String name) {
        return elements(inside.getElementsByTagName(name)).stream()
                .map(Element::getTextContent)
                .toList();
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int at = 0; at < nodes.getLength(); at++) {
            elements.add((Element) nodes.item(at));
        }
        return elements;
    }
}
