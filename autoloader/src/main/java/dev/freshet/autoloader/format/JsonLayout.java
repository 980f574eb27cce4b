package dev.freshet.autoloader.format;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How text is laid out that is not one JSON object on each line, and what to do about it. */
public enum JsonLayout {
  /** An array of objects, on one line or on several. */
  ARRAY(
      "the objects stand in a JSON array",
      "Write them without the array, one on each line, for example by: jq -c '.[]' FILE"),

  /** An object on several lines. */
  OBJECT_ON_LINES(
      "an object stands on several lines",
      "Write each object on a line of its own, for example by: jq -c . FILE"),

  /** Several objects on one line. */
  OBJECTS_ON_LINE(
      "several objects stand on one line",
      "Write a line end behind each object (Amazon Data Firehose: the new line delimiter), for"
          + " example by: jq -c . FILE"),

  /** A text that holds the JSON of an object. */
  TEXT_OF_JSON(
      "it is a JSON text that holds JSON, so it was made JSON twice",
      "Write the object itself (Kafka Connect: JsonConverter as value.converter, not"
          + " StringConverter), for example by: jq -r . FILE"),

  /** A comment. */
  COMMENT("it is a comment, and JSON has none", "Leave it out"),

  /** Names or texts in single quotes, as programs print their variables. */
  SINGLE_QUOTES(
      "its names stand in single quotes, and JSON has double quotes",
      "Write it by a JSON library (Python: json.dumps, not str)"),

  /** Names without quotes. */
  NAMES_WITHOUT_QUOTES(
      "its names stand without quotes, and JSON has double quotes", "Write it by a JSON library"),

  /** A comma behind the last column or element. */
  TRAILING_COMMA(
      "a comma stands before a closing bracket", "Leave it out, or write it by a JSON library"),

  /** A number that JSON does not have, or a constant of another language. */
  OTHER_CONSTANT(
      "it has a constant that JSON does not have, such as NaN, Infinity, None or True",
      "Write null, true or false instead, or a text"),

  /** A line end, tabulator or the like inside a text. */
  CONTROL_CHARACTER(
      "a text in it has a control character, such as a tabulator, that is not escaped",
      "Write it by a JSON library"),

  /** An object that is not finished at the end of its line. */
  CUT(
      "it ends before its object does",
      "If the file was half-written, write it under a .tmp name and rename it when it is complete;"
          + " otherwise fix the line and land it again"),

  /** XML or HTML. */
  XML("it is XML or HTML", "Write each record as a JSON object on a line of its own"),

  /** SchemaColumns with a separator between them. */
  CSV(
      "it is a table with a separator between its columns (CSV)",
      "Write each row as a JSON object on a line of its own, with the column names as its names"),

  /** Text that is none of these. */
  OTHER_TEXT("it is not JSON", "Write each record as a JSON object on a line of its own");

  private static final int START = 2_000;

  private static final Pattern NUMBER_OR_WORD =
      Pattern.compile("(?:-?\\d[\\d.eE+-]*|true|false|null)\\s*,?\\s*");
  private static final Pattern BARE_NAME = Pattern.compile("\\{\\s*[\\p{L}_$][\\w$]*\\s*:");
  private static final Pattern SINGLE_QUOTED = Pattern.compile("\\{\\s*'");
  private static final Pattern COMMA_AT_END = Pattern.compile(",\\s*[}\\]]");
  private static final Pattern CONSTANT =
      Pattern.compile("[:,\\[]\\s*-?(?:NaN|Infinity|None|True|False|undefined)\\s*[,}\\]]");
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

  /**
   * As {@link #TEXT}, or one without an end, which is read once and not from each of its quotes.
   */
  private static final Pattern TEXT_OR_CUT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"?");

  private static final Pattern COLUMNS = Pattern.compile("[^,;\\t|]*(?:[,;\\t|][^,;\\t|]*)+");

  private final String what;
  private final String whatToDo;

  JsonLayout(String what, String whatToDo) {
    this.what = what;
    this.whatToDo = whatToDo;
  }

  /** Why the text is not read, and what to do. */
  public String reason() {
    return "Cannot read it as events: "
        + what
        + ", and expected is one JSON object on each line. "
        + whatToDo
        + ".";
  }

  /**
   * The layout of text that is not one JSON object.
   *
   * @param line a line, or several that belong together
   * @return empty if it is a JSON value on one line that no rule knows, such as a number
   */
  public static Optional<JsonLayout> of(String line) {
    String text = line.strip();
    return text.isEmpty() ? Optional.empty() : Optional.ofNullable(ofText(text));
  }

  private static @Nullable JsonLayout ofText(String text) {
    return switch (text.charAt(0)) {
      case '{' -> ofObject(text);
      case '[' -> ofArray(text);
      case '"' -> ofQuoted(text);
      case '/', '#' -> COMMENT;
      case '<' -> XML;
      default -> NUMBER_OR_WORD.matcher(text).matches() ? null : ofOther(text);
    };
  }

  private static @Nullable JsonLayout ofObject(String text) {
    String start = text.substring(0, Math.min(START, text.length()));
    if (SINGLE_QUOTED.matcher(start).lookingAt()) {
      return SINGLE_QUOTES;
    }
    if (BARE_NAME.matcher(start).lookingAt()) {
      return NAMES_WITHOUT_QUOTES;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = JsonNesting.end(bytes, 0, bytes.length);
    if (end < 0) {
      return text.indexOf('\n') < 0 ? CUT : OBJECT_ON_LINES;
    }
    int next = skipBlanks(bytes, end);
    if (next < bytes.length && (bytes[next] == '{' || bytes[next] == ',')) {
      return OBJECTS_ON_LINE;
    }
    if (text.indexOf('\n') >= 0) {
      return OBJECT_ON_LINES;
    }
    String withoutTexts = TEXT_OR_CUT.matcher(text).replaceAll("\"\"");
    if (COMMA_AT_END.matcher(withoutTexts).find()) {
      return TRAILING_COMMA;
    }
    if (CONSTANT.matcher(withoutTexts).find()) {
      return OTHER_CONSTANT;
    }
    return TEXT_OR_CUT.matcher(text).results().anyMatch(match -> hasControl(match.group()))
        ? CONTROL_CHARACTER
        : null;
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(c -> c < ' ');
  }

  /** Lines of a log begin with a bracket, too. */
  private static JsonLayout ofArray(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = JsonNesting.end(bytes, 0, bytes.length);
    int next = end < 0 ? bytes.length : skipBlanks(bytes, end);
    return next == bytes.length || bytes[next] == '[' || bytes[next] == ',' ? ARRAY : OTHER_TEXT;
  }

  private static int skipBlanks(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** A line that begins with a quote: JSON in a text, or the quoted first column of a table. */
  private static @Nullable JsonLayout ofQuoted(String text) {
    if (text.startsWith("\"{") || text.startsWith("\"[")) {
      return TEXT_OF_JSON;
    }
    return TEXT.matcher(text).matches() ? null : ofOther(text);
  }

  private static JsonLayout ofOther(String text) {
    int lineEnd = text.indexOf('\n');
    String first = lineEnd < 0 ? text : text.substring(0, lineEnd);
    String start = first.substring(0, Math.min(START, first.length()));
    return COLUMNS.matcher(start).matches() ? CSV : OTHER_TEXT;
  }
}
