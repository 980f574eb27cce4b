package dev.freshet.embedding.document;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jsoup.parser.TagSet;

/**
 * Reads the visible text of HTML into sections. It parses as browsers do, so malformed HTML has a
 * meaning too and reading never fails. Thread-safe.
 *
 * <p>The tree builder of jsoup 1.22 fails on a few pages: it loses count of its open elements when
 * templates, tables or foreign elements are nested more deeply than its limit. Such a page is read
 * as tags and text only, without the rules of HTML for misplaced elements.
 */
public final class HtmlReader {

  /**
   * Deeper elements are read as siblings, so their text is kept. Browsers have a limit too, of 512.
   */
  private static final int MAX_DEPTH = 256;

  private static final int TITLE_LEVEL = 0;

  /** With it the parser of XML knows which elements are blocks. */
  private static final String XHTML = "<html xmlns=\"http://www.w3.org/1999/xhtml\">";

  private static final Pattern TABLE_PART =
      Pattern.compile(
          "\\s*<(?:caption|colgroup|thead|tbody|tfoot|tr|td|th)\\b", Pattern.CASE_INSENSITIVE);

  private HtmlReader() {}

  /** The sections of a page, in document order. */
  public static List<Section> sections(String document) {
    OutlineBuilder outline = new OutlineBuilder();
    Document page = parse(document);
    outline.text(page.title());
    outline.endHeading(TITLE_LEVEL);
    walk(page, outline);
    return outline.sections();
  }

  /** Adds the text of a part of a page to {@code outline}. */
  static void read(String fragment, OutlineBuilder outline) {
    // Without its table, a part of one would lose its tags, and with them what is between its
    // cells.
    boolean part = TABLE_PART.matcher(fragment).lookingAt();
    walk(parse(part ? "<table>" + fragment : fragment), outline);
  }

  private static Document parse(String html) {
    try {
      return Parser.htmlParser().setMaxDepth(MAX_DEPTH).parseInput(html, "");
    } catch (IllegalArgumentException | IndexOutOfBoundsException defectOfParser) {
      return Parser.xmlParser()
          .tagSet(TagSet.Html())
          .setMaxDepth(MAX_DEPTH)
          .parseInput(XHTML + html, "");
    }
  }

  private static void walk(Document page, OutlineBuilder outline) {
    page.filter(new HtmlWalk(outline));
    outline.endBlock();
  }
}
