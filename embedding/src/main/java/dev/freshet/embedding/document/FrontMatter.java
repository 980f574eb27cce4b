package dev.freshet.embedding.document;

import java.util.regex.Pattern;

/**
 * The settings that many tools put in front of a Markdown document: YAML between two lines of three
 * hyphens. CommonMark would take its last lines for a heading.
 *
 * @param text what stands between those lines; empty if there is none
 * @param end offset of the first character after the front matter
 */
record FrontMatter(String text, int end) {

  private static final FrontMatter NONE = new FrontMatter("", 0);

  /** A longer block is ordinary text between two horizontal rules. */
  private static final int MAX_CHARS = 1 << 14;

  private static final Pattern OPENING = Pattern.compile("---[ \\t]*");
  private static final Pattern CLOSING = Pattern.compile("(?:---|\\.\\.\\.)[ \\t]*");
  private static final Pattern KEY = Pattern.compile("[\\w.-]+[ \\t]*:(?:[ \\t].*)?");
  private static final Pattern OTHER = Pattern.compile("(?:[ \\t#-].*)?");

  /** The front matter of {@code document}. */
  static FrontMatter of(String document) {
    int start = lineEnd(document, 0);
    if (!OPENING.matcher(line(document, 0, start)).matches()) {
      return NONE;
    }
    int at = start;
    boolean hasKey = false;
    while (at < Math.min(document.length(), MAX_CHARS)) {
      int next = lineEnd(document, at);
      String line = line(document, at, next);
      if (CLOSING.matcher(line).matches()) {
        return hasKey ? new FrontMatter(document.substring(start, at), next) : NONE;
      }
      boolean key = KEY.matcher(line).matches();
      if (!key && !OTHER.matcher(line).matches()) {
        return NONE;
      }
      hasKey |= key;
      at = next;
    }
    return NONE;
  }

  /** The start of the next line. */
  private static int lineEnd(String document, int from) {
    int end = document.indexOf('\n', from);
    return end < 0 ? document.length() : end + 1;
  }

  private static String line(String document, int from, int to) {
    return to - from > MAX_CHARS ? "" : document.substring(from, to).stripTrailing();
  }
}
