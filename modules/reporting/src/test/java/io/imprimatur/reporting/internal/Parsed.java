package io.imprimatur.reporting.internal;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A written picture, read again by a parser that takes nothing but well-formed XML. */
record Parsed(Element root) {

    static Parsed of(Drawing drawing) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            return new Parsed(factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(Svg.write("picture", drawing))))
                    .getDocumentElement());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("not well-formed: " + e.getMessage(), e);
        }
    }

    String title() {
        return one("title").getTextContent();
    }

    String description() {
        return one("desc").getTextContent();
    }

    /** Everything that is written in it, in the order of drawing. */
    List<String> texts() {
        return all("text").stream().map(Element::getTextContent).toList();
    }

    Element text(String content) {
        return all("text").stream()
                .filter(text -> text.getTextContent().equals(content))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no text '" + content + "' among " + texts()));
    }

    List<Element> all(String name) {
        NodeList nodes = root.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private Element one(String name) {
        List<Element> found = all(name);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " elements " + name);
        }
        return found.get(0);
    }

    static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
