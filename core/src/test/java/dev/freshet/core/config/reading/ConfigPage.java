package dev.freshet.core.config.reading;

import dev.freshet.core.GeneratedDoc;
import dev.freshet.core.config.value.ValueType;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints {@code docs/configuration.md} from the catalogue. */
final class ConfigPage {

  private static final String INTRODUCTION =
      """
      # Configuration

      %s
      One file, `pipeline.yaml`, configures one pipeline. Only four keys are required:

      ```yaml
      name: articles
      source: { path: ./landing/articles }
      record: { key: [id] }
      document: { text: "{title}\\n\\n{body}" }
      ```

      [`pipeline.schema.json`](pipeline.schema.json) describes the file to editors; `freshet init` writes a
      commented one. All problems of a file are reported at once, a line each; an unknown key is an error
      that names the nearest valid one.

      - **Paths** are directories of this machine. Relative ones start at the directory of the file.
      - **Durations** are a whole number and a unit: `500ms`, `2s`, `1m`, `1h`.
      - **References**: in any value, `${env:NAME}` is replaced by an environment variable and
        `${file:path}` by the text of a file without trailing white space; `$${` is a literal `${`. What a
        reference stands for is never shown in a message.
      - **Text files** (`source.format: text`): each file is one record with the fields `path`, `name` and
        `value`; `record.key` is then `[path]` and `document.text` is `"{value}"` unless set.
      - **Binary files** (`source.format: binaryFile`): each file is one record with the fields `path`,
        `name`, `modificationTime`, `length` and `content`; `record.key` is then `[path]`,
        `document.text` is `"{content}"` and `document.format` is `binary` unless set.

      | key | value | default | meaning |
      |---|---|---|---|
      """;

  private static final String NOT_YET =
      """

      ## Not in this version

      These values are planned. Setting one is refused with a message that says what to use instead.

      | key | not yet | instead |
      |---|---|---|
      """;

  private ConfigPage() {}

  static String print() {
    String keys = Stream.of(ConfigKey.values()).map(ConfigPage::row).collect(Collectors.joining());
    String notYet =
        Stream.of(ConfigKey.values()).map(ConfigPage::notYet).collect(Collectors.joining());
    return INTRODUCTION.replace("%s", GeneratedDoc.HEADER) + keys + NOT_YET + notYet;
  }

  private static String row(ConfigKey key) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(key.path(), key.type().describe(), defaultCell(key), key.doc());
  }

  private static String defaultCell(ConfigKey key) {
    return switch (key.required()) {
      case ALWAYS -> "**required**";
      case UNLESS_FILES -> "**required**; `" + key.defaultText() + "` for text files";
      case NEVER -> key.defaultText().isEmpty() ? "none" : "`" + key.defaultText() + "`";
    };
  }

  private static String notYet(ConfigKey key) {
    if (!(key.type() instanceof ValueType.Choice choice) || choice.later().isEmpty()) {
      return "";
    }
    return "| `%s` | %s | %s |\n"
        .formatted(key.path(), String.join(", ", choice.later()), choice.instead());
  }
}
