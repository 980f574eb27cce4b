package dev.freshet.embedding.document;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Tag;
import org.jsoup.select.NodeFilter;

/** Reports to an outline what a reader of a page sees, element by element. Not thread-safe. */
final class HtmlWalk implements NodeFilter {

  /** Elements that are not shown, hold no text, or only lead through the site. */
  private static final Set<String> UNSEEN =
      Set.of(
          "head",
          "script",
          "style",
          "template",
          "noscript",
          "nav",
          "svg",
          "iframe",
          "object",
          "embed",
          "canvas",
          "audio",
          "video",
          "map",
          "rp",
          "datalist");

  /** Inline elements whose text is not joined with the text beside them into one word. */
  private static final Set<String> APART =
      Set.of(
          "option",
          "optgroup",
          "button",
          "input",
          "select",
          "textarea",
          "label",
          "legend",
          "meter",
          "progress");

  /** Elements that browsers show as blocks and the parser counts among the inline ones. */
  private static final Set<String> MORE_BLOCKS =
      Set.of("summary", "details", "dialog", "search", "hgroup", "menu", "legend", "optgroup");

  /** Elements that only a table for page layout contains, not a table of data. */
  private static final Set<String> PAGE_PARTS =
      Set.of(
          "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "article", "section", "header",
          "footer", "main", "form");

  private final OutlineBuilder outline;
  private int preformatted;
  private boolean inTable;

  HtmlWalk(OutlineBuilder outline) {
    this.outline = outline;
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode text) {
      if (preformatted > 0) {
        outline.verbatim(text.getWholeText());
      } else {
        outline.text(text.getWholeText());
      }
    } else if (node instanceof Element element) {
      return isUnseen(element) ? FilterResult.SKIP_ENTIRELY : enter(element);
    }
    return FilterResult.CONTINUE;
  }

  private FilterResult enter(Element element) {
    String name = element.normalName();
    switch (name) {
      case "br" -> breakLine();
      case "ruby" -> {
        ruby(element);
        return FilterResult.SKIP_ENTIRELY;
      }
      case "img" -> outline.text(" " + element.attr("alt") + " ");
      case "pre" -> {
        separate(element);
        preformatted++;
      }
      case "li" -> {
        if (preformatted == 0) {
          outline.startItem();
        }
      }
      case "table" -> {
        if (preformatted == 0 && !arrangesPage(element)) {
          outline.startTable();
          inTable = true;
        }
        separate(element);
      }
      default -> separate(element);
    }
    return FilterResult.CONTINUE;
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      leave(element, element.normalName());
    }
    return FilterResult.CONTINUE;
  }

  private void leave(Element element, String name) {
    if (inTable && leaveTablePart(element, name)) {
      return;
    }
    switch (name) {
      case "pre" -> {
        preformatted--;
        if (preformatted == 0) {
          outline.endCode();
        }
      }
      case "li" -> {
        if (preformatted == 0) {
          outline.endItem();
        }
      }
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        if (preformatted == 0) {
          outline.endHeading(name.charAt(1) - '0');
        }
      }
      default -> separate(element);
    }
  }

  /** Whether the element was a part of a table, so that nothing is left to do. */
  private boolean leaveTablePart(Element element, String name) {
    switch (name) {
      case "td", "th" -> outline.endCell();
      case "tr" -> outline.endRow(isHeader(element));
      case "caption" -> outline.endCaption();
      case "table" -> {
        outline.endTable();
        inTable = false;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void separate(Element element) {
    boolean block = isBlock(element);
    if (preformatted > 0) {
      if (block) {
        outline.verbatim("\n");
      }
    } else if (block) {
      outline.endBlock();
    } else if (isApart(element.normalName())) {
      outline.text(" ");
    }
  }

  private static boolean isBlock(Element element) {
    return element.isBlock() || MORE_BLOCKS.contains(element.normalName());
  }

  /** Elements of a page's own, such as {@code my-card}, are blocks more often than not. */
  private static boolean isApart(String name) {
    return APART.contains(name) || name.indexOf('-') > 0;
  }

  /** Whether text on both sides of a tag of that name is not one word. */
  static boolean keepsApart(String name) {
    return isApart(name) || MORE_BLOCKS.contains(name) || Tag.valueOf(name).isBlock();
  }

  /** Blanks between the parts of a word of ideographs are there for the source only. */
  private static String ruby(String piece) {
    String stripped = piece.strip();
    return stripped.isEmpty() || Character.isIdeographic(stripped.codePointAt(0))
        ? stripped
        : piece;
  }

  /** Annotated text: first the text, then how it is read, each in one piece. */
  private void ruby(Element ruby) {
    StringBuilder text = new StringBuilder();
    StringBuilder reading = new StringBuilder();
    for (Node child : ruby.childNodes()) {
      if (child instanceof TextNode piece) {
        text.append(ruby(piece.getWholeText()));
      } else if (child instanceof Element part && !part.normalName().equals("rp")) {
        boolean above = part.normalName().equals("rt") || part.normalName().equals("rtc");
        (above ? reading : text).append(part.text());
      }
    }
    outline.text(reading.length() == 0 ? text.toString() : text + " (" + reading + ") ");
  }

  private void breakLine() {
    if (preformatted > 0) {
      outline.verbatim("\n");
    } else {
      outline.lineBreak();
    }
  }

  /** The body always counts as visible: pages hide it until their scripts have run. */
  private static boolean isUnseen(Element element) {
    if (element.normalName().equals("body")) {
      return false;
    }
    return UNSEEN.contains(element.normalName())
        || element.hasAttr("hidden")
        || (element.normalName().equals("dialog") && !element.hasAttr("open"))
        || element.attr("aria-hidden").equalsIgnoreCase("true")
        || isHiddenByStyle(element.attr("style"));
  }

  private static boolean isHiddenByStyle(String style) {
    if (style.isEmpty()) {
      return false;
    }
    String plain = style.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    return plain.contains("display:none") || plain.contains("visibility:hidden");
  }

  /** Stops at the first element of that kind, so nested tables cost no more than one. */
  private static boolean arrangesPage(Element table) {
    FirstPagePart search = new FirstPagePart(table);
    table.filter(search);
    return search.found;
  }

  private static boolean isHeader(Element row) {
    return row.childrenSize() > 0
        && row.children().stream().allMatch(cell -> cell.normalName().equals("th"));
  }

  private static final class FirstPagePart implements NodeFilter {

    private final Element table;
    private boolean found;

    FirstPagePart(Element table) {
      this.table = table;
    }

    @Override
    public FilterResult head(Node node, int depth) {
      found |=
          node != table && node instanceof Element part && PAGE_PARTS.contains(part.normalName());
      return found ? FilterResult.STOP : FilterResult.CONTINUE;
    }
  }
}
