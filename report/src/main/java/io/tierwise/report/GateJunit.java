package io.tierwise.report;

import io.tierwise.advice.GateResult;
import io.tierwise.advice.GateVerdict;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A comparison of two sides as JUnit's XML, which continuous integrations show: one test suite, one
/// test case a strategy.
///
/// An inconclusive strategy is `skipped`, with its reason: a test that could not decide is neither
/// green nor red there, and who wants it red has the command's exit code.
public final class GateJunit {
    private static final String CLASS = "tierwise.compare";
    private static final double NANOS_PER_SECOND = 1e9;

    private final XMLStreamWriter xml;

    private GateJunit(XMLStreamWriter xml) {
        this.xml = xml;
    }

    public static String of(GateResult result) {
        var text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new GateJunit(xml).suite(result);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML written to a text failed", e);
        }
        return text.toString();
    }

    private void suite(GateResult result) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line();
        xml.writeStartElement("testsuite");
        attribute("name", "tierwise compare " + result.baseline() + " " + result.candidate());
        attribute("tests", String.valueOf(result.cases().size()));
        attribute("failures", String.valueOf(GateWords.count(result, GateVerdict.FAILED)));
        attribute("errors", "0");
        attribute("skipped", String.valueOf(GateWords.count(result, GateVerdict.INCONCLUSIVE)));
        attribute(
                "time",
                seconds(result.cases().stream()
                        .mapToDouble(one -> nanos(one, result))
                        .sum()));
        properties(result);
        for (GateResult.Case one : result.cases()) {
            testCase(one, result);
        }
        line();
        xml.writeStartElement("system-out");
        characters(GateText.of(result, Integer.MAX_VALUE, false));
        xml.writeEndElement();
        line();
        xml.writeEndElement();
        line();
        xml.writeEndDocument();
    }

    private void properties(GateResult result) throws XMLStreamException {
        line();
        xml.writeStartElement("properties");
        property("verdict", result.verdict().word());
        property("standing", result.standing());
        property("power", result.power().sentence());
        for (GateResult.Difference difference : result.differences()) {
            property(
                    difference.kind().name().toLowerCase(Locale.ROOT) + " " + difference.name(),
                    difference.baseline() + " -> " + difference.candidate());
        }
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void testCase(GateResult.Case one, GateResult result) throws XMLStreamException {
        line();
        xml.writeStartElement("testcase");
        attribute("classname", CLASS);
        attribute("name", one.name());
        attribute("time", seconds(nanos(one, result)));
        switch (one.verdict()) {
            case PASSED -> {}
            case INCONCLUSIVE -> {
                xml.writeEmptyElement("skipped");
                attribute("message", one.reason());
            }
            case FAILED -> {
                xml.writeStartElement("failure");
                attribute("message", one.reason());
                attribute("type", "gate");
                characters(one.reason());
                xml.writeEndElement();
            }
        }
        xml.writeEndElement();
    }

    /// What a case took: the candidate's median; zero where the unit is not known.
    private static double nanos(GateResult.Case one, GateResult result) {
        return result.inNanos() ? one.time().map(GateResult.Time::candidate).orElse(0.0) : 0;
    }

    private static String seconds(double nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / NANOS_PER_SECOND);
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, allowed(value));
    }

    private void characters(String text) throws XMLStreamException {
        xml.writeCharacters(allowed(text));
    }

    private void line() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    /// XML 1.0 has no way to write most control characters, nor halves of surrogate pairs.
    private static String allowed(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\t'
                                || c == '\n'
                                || c == '\r'
                                || (c >= 0x20 && c <= 0xD7FF)
                                || (c >= 0xE000 && c <= 0xFFFD)
                                || c >= 0x10000
                        ? c
                        : '?')
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
