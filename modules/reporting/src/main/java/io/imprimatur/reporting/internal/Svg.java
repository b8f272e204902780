package io.imprimatur.reporting.internal;

import java.io.StringWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes one SVG 1.1 document. Every text goes through the platform's XML writer, which escapes it, so nothing that a
 * plan or a card says can become an element. Title and description are what a screen reader says (SVG 1.1, section 5.4;
 * Graphics ARIA). All styles are attributes, so that it is the same on a page, in a file and on paper.
 */
public final class Svg {

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    /** To which side of its place a text lies. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final XMLStreamWriter out;

    private Svg(XMLStreamWriter out) {
        this.out = out;
    }

    /** The document; the name keeps its ids apart from those of other pictures on the same page. */
    public static String write(String name, Drawing drawing) {
        StringWriter text = new StringWriter();
        try {
            // The platform's own, whatever the server has on its class path.
            XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            out.writeStartDocument("UTF-8", "1.0");
            out.writeStartElement("svg");
            out.writeDefaultNamespace(NAMESPACE);
            out.writeAttribute("viewBox", "0 0 " + drawing.width() + " " + drawing.height());
            out.writeAttribute("width", String.valueOf(drawing.width()));
            out.writeAttribute("height", String.valueOf(drawing.height()));
            out.writeAttribute("role", "img");
            out.writeAttribute("aria-labelledby", name + "-title");
            out.writeAttribute("aria-describedby", name + "-desc");
            out.writeAttribute("font-family", "DejaVu Sans, Verdana, Arial, sans-serif");
            out.writeAttribute("font-size", "12");
            Svg svg = new Svg(out);
            svg.named("title", name + "-title", drawing.title());
            svg.named("desc", name + "-desc", drawing.description());
            // Paper may be any colour that a viewer chooses; the lines are drawn for white.
            svg.rect(0, 0, drawing.width(), drawing.height(), Pen.WHITE, null);
            drawing.content().accept(svg);
            out.writeEndElement();
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a text in memory can always be written", e);
        }
        return text.toString();
    }

    void line(double x1, double y1, double x2, double y2, Pen pen) {
        element("line", pen, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
    }

    /** A rectangle; without a border where the pen is null. */
    void rect(double x, double y, double width, double height, String fill, @Nullable Pen border) {
        element("rect", border, "x", x, "y", y, "width", width, "height", height, "fill", fill);
    }

    void circle(double x, double y, double radius, String fill) {
        element("circle", null, "cx", x, "cy", y, "r", radius, "fill", fill);
    }

    /** A line through points, x and y in turn. */
    void polyline(DoubleStream coordinates, Pen pen) {
        element(
                "polyline",
                pen,
                "points",
                coordinates.mapToObj(Svg::number).collect(Collectors.joining(" ")),
                "fill",
                "none");
    }

    void text(double x, double y, Anchor anchor, String text) {
        text(x, y, anchor, text, "normal", Pen.BLACK);
    }

    void bold(double x, double y, Anchor anchor, String text) {
        text(x, y, anchor, text, "bold", Pen.BLACK);
    }

    /** What helps to read a picture and is not what it says. */
    void note(double x, double y, Anchor anchor, String text) {
        text(x, y, anchor, text, "normal", Pen.GREY);
    }

    /** A note along an axis that goes up, read from below. */
    void upright(double x, double y, String text) {
        written(() -> {
            out.writeStartElement("text");
            out.writeAttribute("transform", "translate(" + number(x) + " " + number(y) + ") rotate(-90)");
            out.writeAttribute("text-anchor", "middle");
            out.writeAttribute("fill", Pen.GREY);
            out.writeCharacters(clean(text));
            out.writeEndElement();
        });
    }

    private void text(double x, double y, Anchor anchor, String text, String weight, String color) {
        written(() -> {
            out.writeStartElement("text");
            out.writeAttribute("x", number(x));
            out.writeAttribute("y", number(y));
            out.writeAttribute("text-anchor", anchor.name().toLowerCase(Locale.ROOT));
            out.writeAttribute("font-weight", weight);
            out.writeAttribute("fill", color);
            out.writeCharacters(clean(text));
            out.writeEndElement();
        });
    }

    private void named(String element, String id, String text) throws XMLStreamException {
        out.writeStartElement(element);
        out.writeAttribute("id", id);
        out.writeCharacters(clean(text));
        out.writeEndElement();
    }

    private void element(String name, @Nullable Pen pen, Object... attributes) {
        written(() -> {
            out.writeEmptyElement(name);
            for (int at = 0; at < attributes.length; at += 2) {
                Object value = attributes[at + 1];
                out.writeAttribute(
                        String.valueOf(attributes[at]),
                        value instanceof Double figure ? number(figure) : String.valueOf(value));
            }
            if (pen != null) {
                out.writeAttribute("stroke", pen.color());
                out.writeAttribute("stroke-width", number(pen.width()));
                if (!pen.dash().isEmpty()) {
                    out.writeAttribute("stroke-dasharray", pen.dash());
                }
            }
        });
    }

    private interface Writing {
        void write() throws XMLStreamException;
    }

    private static void written(Writing writing) {
        try {
            writing.write();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a text in memory can always be written", e);
        }
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    /** Without the characters that XML 1.0 cannot hold (section 2.2), not even escaped. */
    private static String clean(String text) {
        return text.codePoints()
                .map(c -> allowed(c) ? c : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean allowed(int c) {
        return c == 0x9
                || c == 0xA
                || c == 0xD
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || (c >= 0x10000 && c <= 0x10FFFF);
    }
}
