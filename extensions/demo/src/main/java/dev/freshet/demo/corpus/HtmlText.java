package dev.freshet.demo.corpus;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of the small HTML that documentation comments are written in. */
final class HtmlText {

  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
  private static final Pattern BREAK =
      Pattern.compile(
          "</?(?:p|br|li|ul|ol|dl|dt|dd|tr|table|pre|div|h[1-6]|blockquote|hr)\\b[^>]*>",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^>]*>");
  private static final Pattern ENTITY = Pattern.compile("&(#?)([a-zA-Z0-9]+);");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** A character that no comment contains; it marks a line break while blanks are collapsed. */
  private static final String LINE = "\u0001";

  private static final Map<String, String> NAMED =
      Map.of(
          "lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ", "copy", "(c)",
          "mdash", "-", "ndash", "-", "hellip", "...");

  private HtmlText() {}

  /** The text with one line per paragraph, list item or table row; no blank lines. */
  static String paragraphs(String html) {
    String marked = BREAK.matcher(COMMENT.matcher(html).replaceAll(" ")).replaceAll(LINE);
    String bare = BLANKS.matcher(TAG.matcher(marked).replaceAll("")).replaceAll(" ");
    return Arrays.stream(unescape(bare).split(LINE))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** The text in one line. */
  static String oneLine(String html) {
    return paragraphs(html).replace('\n', ' ');
  }

  /** Text as markup that reads as that text again. */
  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String unescape(String text) {
    return ENTITY
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(character(match.group(1), match.group(2), match.group())));
  }

  private static String character(String hash, String name, String whole) {
    if (hash.isEmpty()) {
      return NAMED.getOrDefault(name.toLowerCase(Locale.ROOT), whole);
    }
    try {
      int codePoint =
          name.startsWith("x") ? Integer.parseInt(name.substring(1), 16) : Integer.parseInt(name);
      return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : whole;
    } catch (NumberFormatException e) {
      // Not a character reference: the text stays as it is written.
      return whole;
    }
  }
}
