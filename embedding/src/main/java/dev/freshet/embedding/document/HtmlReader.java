package dev.freshet.embedding.document;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/**
 * Reads the visible text of HTML into sections, by the parsing rules of browsers, so that whatever
 * is malformed has a meaning too: this never fails. Thread-safe.
 */
public final class HtmlReader {

  /** Elements nested deeper stand beside each other; their text stays. Browsers stop at 512. */
  private static final int MAX_DEPTH = 256;

  private static final int TITLE_LEVEL = 0;

  private HtmlReader() {}

  public static List<Section> sections(String document) {
    OutlineBuilder outline = new OutlineBuilder();
    Document page = parse(document);
    outline.text(page.title());
    outline.endHeading(TITLE_LEVEL);
    walk(page, outline);
    return outline.sections();
  }

  /** Adds a part of a page. */
  static void read(String fragment, OutlineBuilder outline) {
    walk(parse(fragment), outline);
  }

  private static Document parse(String html) {
    return Parser.htmlParser().setMaxDepth(MAX_DEPTH).parseInput(html, "");
  }

  private static void walk(Document page, OutlineBuilder outline) {
    page.body().filter(new HtmlWalk(outline));
    outline.endBlock();
  }
}
