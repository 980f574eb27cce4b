package dev.freshet.documents.worker;

import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Writes the events of Tika as the body of an HTML page: headings, paragraphs, lists and tables,
 * without attributes and without the head, which holds metadata. Pages and slides become sections
 * with headings such as {@code Page 3} or {@code Slide 3}, unless they are empty. Not thread-safe.
 */
final class HtmlWriter extends DefaultHandler {

  /** The document has more text than one record may have. */
  static final class TooMuchTextException extends SAXException {
    private static final long serialVersionUID = 1;
  }

  private static final Set<String> KEPT =
      Set.of(
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "p",
          "div",
          "pre",
          "ul",
          "ol",
          "li",
          "table",
          "thead",
          "tbody",
          "tr",
          "th",
          "td",
          "blockquote",
          "dl",
          "dt",
          "dd",
          "caption");

  private static final Set<String> LEFT_OUT = Set.of("head", "script", "style");

  private final StringBuilder html = new StringBuilder();
  private final boolean hasPages;
  private final int maxChars;
  private int depthLeftOut;
  private int pages;
  private int slides;
  private String heading = "";
  private boolean visible;

  /**
   * @param hasPages whether Tika's pages are pages; it calls the sheets of a workbook pages too
   * @param maxChars most characters of markup and text
   */
  HtmlWriter(boolean hasPages, int maxChars) {
    this.hasPages = hasPages;
    this.maxChars = maxChars;
  }

  /** The page so far; empty if nothing on it is visible. */
  String html() {
    return visible ? html.toString() : "";
  }

  @Override
  public void startElement(String uri, String localName, String name, Attributes attributes)
      throws SAXException {
    if (depthLeftOut > 0 || LEFT_OUT.contains(localName)) {
      depthLeftOut++;
      return;
    }
    switch (localName) {
      case "br" -> append("<br>");
      case "div" -> {
        startPart(String.valueOf(attributes.getValue("class")));
        append("<div>");
      }
      default -> {
        if (KEPT.contains(localName)) {
          append("<" + localName + ">");
        }
      }
    }
  }

  private void startPart(String kind) {
    if (kind.equals("page") && hasPages) {
      pages++;
      heading = "Page " + pages;
    } else if (kind.equals("slide-content") || kind.equals("slide")) {
      slides++;
      heading = "Slide " + slides;
    }
  }

  @Override
  public void endElement(String uri, String localName, String name) throws SAXException {
    if (depthLeftOut > 0) {
      depthLeftOut--;
    } else if (KEPT.contains(localName)) {
      append("</" + localName + ">");
    }
  }

  @Override
  public void characters(char[] text, int start, int length) throws SAXException {
    if (depthLeftOut > 0) {
      return;
    }
    for (int i = start; i < start + length; i++) {
      char c = text[i];
      if (Character.isWhitespace(c)) {
        append(c == '\n' || c == '\r' || c == '\t' ? String.valueOf(c) : " ");
      } else if (!Character.isISOControl(c)) {
        startText();
        append(escaped(c));
      }
    }
  }

  @Override
  public void ignorableWhitespace(char[] text, int start, int length) throws SAXException {
    characters(text, start, length);
  }

  /** Writes the heading of a page before its first text, so that an empty page has none. */
  private void startText() throws SAXException {
    visible = true;
    if (!heading.isEmpty()) {
      append("<h1>" + heading + "</h1>");
      heading = "";
    }
  }

  private static String escaped(char c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      default -> String.valueOf(c);
    };
  }

  private void append(String part) throws SAXException {
    if (html.length() + part.length() > maxChars) {
      throw new TooMuchTextException();
    }
    html.append(part);
  }
}
