package dev.freshet.core.metadata;

/** Writes a text as JSON does. */
final class JsonText {

  private JsonText() {}

  /** The text in quotes, with what RFC 8259, section 7, requires to be escaped. */
  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars()
        .forEach(
            each -> {
              if (each == '"' || each == '\\') {
                json.append('\\').append((char) each);
              } else if (each < ' ') {
                json.append("\\u%04x".formatted(each));
              } else {
                json.append((char) each);
              }
            });
    return json.append('"').toString();
  }
}
