package dev.freshet.embedding.document;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a long Markdown document into parts that can be parsed one by one. Once a part has {@value
 * #ENOUGH} characters, the next begins at a heading or after an empty line, outside of fenced code;
 * a paragraph of {@value #MOST_LINES} lines is cut at a line end, and so is a table once it has
 * more cells than a part has characters, because the parser fills rows that are too short; and no
 * part has more than {@value #MOST} characters. Markup that one of the last two cuts goes through
 * is read as text, but code continues as code. A reference to a link that is defined in another
 * part keeps its brackets.
 */
final class MarkdownSlices implements Iterator<String> {

  static final int ENOUGH = 1 << 16;
  static final int MOST = 1 << 17;

  /** The parser copies all lines of a paragraph for each further line, which is quadratic work. */
  static final int MOST_LINES = 1_000;

  /** What a line holds that is the rule of a table, with marks of quotes and items before it. */
  private static final String RULE_SIGNS = "|-: \t\r\n>*+.)0123456789";

  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)");
  private static final Pattern TABLE_RULE = Pattern.compile("(?=[^-]*-)[ \\t|:-]*+");
  private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}(?:[ \\t].*)?");

  /** Only the first characters of a line decide; no rule, fence or table mark is longer. */
  private static final int LINE_START = 1_000;

  private final String document;
  private int at;
  private String fence = "";

  MarkdownSlices(String document, int from) {
    this.document = document;
    this.at = from;
  }

  @Override
  public boolean hasNext() {
    return at < document.length();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String opened = fence.isEmpty() ? "" : fence + "\n";
    int end = end();
    String slice = opened + document.substring(at, end);
    at = end;
    return slice;
  }

  /** Where this part ends; remembers the fence that is open there. */
  private int end() {
    boolean afterEmpty = false;
    int lines = 0;
    boolean table = false;
    int columns = 0;
    int cells = 0;
    int line = at;
    while (line < document.length()) {
      String start = lineStart(line);
      if (line - at >= ENOUGH && fence.isEmpty() && startsPart(start, afterEmpty)) {
        return line;
      }
      lines = start.isBlank() ? 0 : lines + 1;
      table = lines == 2 ? TABLE_RULE.matcher(start).matches() : table && lines > 2;
      if (lines > MOST_LINES && !table && fence.isEmpty()) {
        return line;
      }
      int next = lineEnd(line);
      columns = start.isBlank() ? 0 : Math.max(columns, columns(line, next));
      cells += columns;
      if (cells > MOST && line > at) {
        return line;
      }
      if (next - at > MOST) {
        return line > at ? line : insideLine();
      }
      follow(start);
      afterEmpty = start.isBlank();
      line = next;
    }
    return document.length();
  }

  /** Columns of the table that a line begins by its rule, also in a quote or an item; 0 if none. */
  private int columns(int from, int to) {
    int columns = 0;
    for (int i = from; i < to; i++) {
      char c = document.charAt(i);
      columns += c == '|' ? 1 : 0;
      if (RULE_SIGNS.indexOf(c) < 0) {
        return 0;
      }
    }
    return columns;
  }

  private static boolean startsPart(String line, boolean afterEmpty) {
    return HEADING.matcher(line).matches()
        || (afterEmpty && !line.isEmpty() && !Character.isWhitespace(line.charAt(0)));
  }

  private void follow(String line) {
    Matcher mark = FENCE.matcher(line);
    if (!mark.matches()) {
      return;
    }
    if (fence.isEmpty()) {
      fence = mark.group(1);
    } else if (mark.group(1).startsWith(fence) && mark.group(2).isBlank()) {
      fence = "";
    }
  }

  /** The last blank within the part, else the last offset that splits no surrogate pair. */
  private int insideLine() {
    int latest = Math.min(at + MOST, document.length());
    for (int i = latest - 1; i > at + ENOUGH; i--) {
      if (Character.isWhitespace(document.charAt(i))) {
        return i + 1;
      }
    }
    return latest < document.length() && Character.isLowSurrogate(document.charAt(latest))
        ? latest - 1
        : latest;
  }

  private String lineStart(int from) {
    int end = lineEnd(from);
    return document.substring(from, Math.min(end, from + LINE_START)).stripTrailing();
  }

  /** The start of the next line. */
  private int lineEnd(int from) {
    for (int i = from; i < document.length(); i++) {
      char c = document.charAt(i);
      if (c == '\n' || (c == '\r' && !document.startsWith("\n", i + 1))) {
        return i + 1;
      }
    }
    return document.length();
  }
}
