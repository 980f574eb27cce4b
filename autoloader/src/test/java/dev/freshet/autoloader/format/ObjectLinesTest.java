package dev.freshet.autoloader.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectLinesTest {

  /** A {@code ~} in a content is a line feed, a {@code @} a carriage return, a {@code ^} a mark. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          {"a":1}~{"a":2}~                  ! 1 {"a":1}; 2 {"a":2}
          {"a":1}@~@~   @~{"a":2}@~         ! 1 {"a":1}; 4 {"a":2}
          {"a":1}@{"a":2}@                  ! 1 {"a":1}; 2 {"a":2}
          ^{"a":1}~^{"a":2}~                ! 1 {"a":1}; 2 {"a":2}
          {"a":1},~{"a":2} , ~              ! 1 {"a":1}; 2 {"a":2}
          {"a":1~{"a":2}~                   ! 1 {"a":1; 2 {"a":2}
          {"a":"x~y"}~{"a":2}~              ! 1 {"a":"x; 2 y"}; 3 {"a":2}
          null~{"a":2}~                     ! 1 null; 2 {"a":2}
          [~{"a":1},~{"a":2}~]~             ! 2 {"a":1}; 3 {"a":2}; 1 ARRAY
          [{"a":1},~{"a":2}]~               ! 1 {"a":1}; 2 {"a":2}
          [~{"a":1}~,{"a":2}~]~{"a":3}~     ! 2 {"a":1}; 3 {"a":2}; 1 ARRAY; 5 {"a":3}
          [~{"a":1~{"a":2},~{"a":3}~]~      ! 3 {"a":2}; 4 {"a":3}; 1 ARRAY
          [~ {~  "a": 1,~  "b": [~   {"c":1},~   {"c":2}~  ]~ }~]~ ! 1 ARRAY
          {~ "a": 1~}~                      ! 1 OBJECT_ON_LINES
          {~ "a": [~  {"b":1},~  {"b":2}~ ]~}~{~ "a": 2~}~ ! 1 OBJECT_ON_LINES
          {~ "a": "cut~{"a":2}~             ! 1 OBJECT_ON_LINES; 3 {"a":2}
          // by export~{"a":1}~             ! 1 COMMENT; 2 {"a":1}
          id,title~1,A~2,B~                 ! 1 CSV
          id;title~1;A~{"a":1}~             ! 1 CSV; 3 {"a":1}
          <rows>~<row/>~                    ! 1 XML
          a word~another~                   ! 1 OTHER_TEXT
          [1:02] INFO up~[1:03] INFO down~  ! 1 OTHER_TEXT
          [{"a":1}]~[{"a":2}]~              ! 1 [{"a":1}]; 2 [{"a":2}]
          {"a":1}~a word~                   ! 1 {"a":1}; 2 a word
          """)
  void everyLayoutGivesItsObjectsAndOneReason(String content, String expected) throws IOException {
    String text = content.strip().replace('~', '\n').replace('@', '\r').replace('^', '\uFEFF');
    assertThat(String.join("; ", records(text.getBytes(UTF_8)))).isEqualTo(expected.strip());
  }

  @Test
  void recordSeparatorsAreNoPartOfARecord() throws IOException {
    assertThat(records("\u001E{\"a\":1}\n\u001E{\"a\":2}\n".getBytes(UTF_8)))
        .containsExactly("1 {\"a\":1}", "2 {\"a\":2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void otherEncodingsOfUnicodeAreRead(String encoding) throws IOException {
    for (String mark : List.of("", "\uFEFF")) {
      assertThat(records((mark + "{\"a\":1}\r\n{\"ä\":2}").getBytes(Charset.forName(encoding))))
          .containsExactly("1 {\"a\":1}", "2 {\"ä\":2}");
    }
  }

  @Test
  void lineThatIsNotUtf8SaysWhatToDo() throws IOException {
    try (FileRecords records =
        read("{\"a\":\"\u00e4\"}\n".getBytes(Charset.forName("ISO-8859-1")))) {
      assertThat(records.next().error())
          .isEqualTo(
              "Cannot read the line as text: it is not UTF-8 (Windows-1252 or Latin-1, perhaps)."
                  + " Write the file in UTF-8 and land it again, or set the option encoding (in"
                  + " source.options).");
    }
  }

  @Test
  void reasonComesWithTheLinesItIsAbout() throws IOException {
    try (FileRecords records = read("[\n  {\n    \"a\": 1\n  }\n]\n".getBytes(UTF_8))) {
      FileRecord record = records.next();
      assertThat(new String(record.value(), UTF_8)).isEqualTo("[\n{\n\"a\": 1\n}\n]");
      assertThat(record.error())
          .isEqualTo(
              "Cannot read it as events: the objects stand in a JSON array, and expected is one JSON"
                  + " object on each line. Write them without the array, one on each line, for"
                  + " example by: jq -c '.[]' FILE.");
      assertThat(records.next()).isNull();
    }
  }

  @Test
  void linesBeforeABreakAreReadInEveryLayout() throws IOException {
    for (String content :
        List.of("[\n{\n", "{\n", "{\n\"a\": 1,\n", "id,title\n1,A\n", "{\"a\":1}\n")) {
      InputStream breaking =
          new SequenceInputStream(
              new ByteArrayInputStream(content.getBytes(UTF_8)),
              new InputStream() {
                @Override
                public int read() throws IOException {
                  throw new IOException("the disk broke");
                }
              });
      try (FileRecords records = new ObjectLines(100, new TextContent(null)).read(breaking)) {
        assertThat(new String(records.next().value(), UTF_8)).isEqualTo(content.strip());
        assertThatThrownBy(records::next).as(content).hasMessage("the disk broke");
      }
    }
  }

  /** A model with the lines as a list: no good line is lost, whatever lines are damaged. */
  @Test
  void damagedLinesTakeNoOtherLineWithThem() throws IOException {
    Random random = new Random(5);
    List<String> damaged =
        List.of(
            "{\"id\":",
            "{\"id\":\"x",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "x",
            "{\"a\":[",
            "{\"a\":{\"b\":1}");
    for (int i = 0; i < 3_000; i++) {
      List<String> good = new ArrayList<>();
      StringBuilder content = new StringBuilder();
      for (int line = 1; line <= 12; line++) {
        if (random.nextInt(3) == 0) {
          content.append(damaged.get(random.nextInt(damaged.size())));
        } else {
          String object = "{\"id\":" + line + ",\"o\":{\"q\":\"}{\\\"\"}}";
          good.add(line + " " + object);
          content.append(object);
        }
        content.append('\n');
      }
      assertThat(records(content.toString().getBytes(UTF_8)))
          .as(content.toString())
          .containsAll(good);
    }
  }

  /** Each record as its line and its value, or the name of the layout that it says. */
  private static List<String> records(byte[] content) throws IOException {
    List<String> texts = new ArrayList<>();
    try (FileRecords records = read(content)) {
      for (FileRecord record = records.next(); record != null; record = records.next()) {
        texts.add(record.line() + " " + text(record));
      }
    }
    return texts;
  }

  private static String text(FileRecord record) {
    for (JsonLayout layout : JsonLayout.values()) {
      if (layout.reason().equals(record.error())) {
        return layout.name();
      }
    }
    return new String(record.value(), UTF_8);
  }

  private static FileRecords read(byte[] content) throws IOException {
    return new ObjectLines(1 << 20, new TextContent(null)).read(new ByteArrayInputStream(content));
  }
}
