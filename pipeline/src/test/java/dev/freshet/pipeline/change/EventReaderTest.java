package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.pipeline.document.Document;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Some tests read events of a PostgreSQL connector, recorded as they were sent. */
class EventReaderTest {

  private static final RecordConfig BY_ID = RecordConfig.of("id");

  @Test
  void recordedEventsOfATableMakeTheRowsTheSourceHas() throws IOException {
    EventReader reader =
        reader(ChangeFormat.DEBEZIUM, BY_ID, "{sku} {title}", "price", "note", "tag");

    Map<String, Document> rows = replay(reader, "shop.public.products");

    assertThat(rows.keySet()).containsExactlyInAnyOrder("1", "4", "200");
    assertThat(rows.get("1"))
        .isEqualTo(new Document("A A2", metadata("price", "9.99", "note", null, "tag", "y")));
    assertThat(rows.get("200"))
        .isEqualTo(new Document("B beta", metadata("price", "2.50", "note", "n", "tag", null)));
  }

  @Test
  void recordedChangesOfOneTransactionKeepTheirOrder() throws IOException {
    EventReader reader = reader(ChangeFormat.DEBEZIUM, BY_ID, "{body}");

    Map<String, Document> rows = replay(reader, "shop.public.docs");

    assertThat(rows.get("2").text()).isEqualTo("tx1b");
    assertThat(rows.get("3").text()).isEqualTo("tx2");
    // The update of record 1 left its large column out, so the older text stays.
    assertThat(rows.get("1").text()).startsWith("big 718af801");
  }

  @Test
  void recordedLinesAreEventsControlsOrRejectionsWithReasons() throws IOException {
    EventReader reader = reader(ChangeFormat.DEBEZIUM, BY_ID, "{title}{body}");

    Map<String, Integer> kinds = new LinkedHashMap<>();
    for (LandedRow row : recorded()) {
      Reading reading = reader.read(row);
      String kind =
          reading instanceof Reading.Event event
              ? event.event().op().name()
              : reading instanceof Reading.Incomplete incomplete
                  ? "INCOMPLETE " + incomplete.missing()
                  : ((Reading.Rejected) reading).reason().replaceAll("[.,:;] .*", "");
      kinds.merge(kind, 1, Integer::sum);
    }

    assertThat(kinds)
        .isEqualTo(
            Map.of(
                "UPSERT",
                11,
                "DELETE",
                3,
                "CONTROL",
                6,
                "INCOMPLETE [body]",
                1,
                "Cannot apply the event",
                1));
  }

  @Test
  void versionColumnOfTheRecordedTableOrdersUpsertsAndMayBeMissingInDeletes() throws IOException {
    EventReader reader =
        reader(
            ChangeFormat.DEBEZIUM,
            new RecordConfig(List.of("id"), Optional.of("updated_at")),
            "{title}");

    ChangeEvent snapshot = event(reader, 1);
    ChangeEvent delete = event(reader, 8);
    ChangeEvent deleteWithOldRow = event(reader, 21);

    assertThat(snapshot.version()).isEqualTo(1795228954877119L);
    assertThat(snapshot.position().number()).isEqualTo(26723016);
    assertThat(delete.version()).isNull();
    assertThat(delete.position().number()).isEqualTo(26723696);
    // The old row is evidence only: it may hold fillers.
    assertThat(deleteWithOldRow.version()).isNull();
  }

  @Test
  void incompleteEventIsCompletedByTheRowBeforeItOrRejected() {
    EventReader reader = reader(ChangeFormat.PLAIN, BY_ID, "{title} {body}");
    Reading.Incomplete incomplete =
        (Reading.Incomplete)
            reader.read(
                Landed.line(
                    "{\"id\":1,\"title\":\"new\",\"body\":\"__debezium_unavailable_value\"}"));
    ObjectNode known = JsonNodeFactory.instance.objectNode().put("title", "old").put("body", "b");

    assertThat(incomplete.missing()).containsExactly("body");
    assertThat(((Reading.Event) reader.completed(incomplete, known)).document())
        .isEqualTo(new Document("new b", Map.of()));
    for (ObjectNode none : new ObjectNode[] {null, known.deepCopy().putNull("body")}) {
      assertThat(((Reading.Rejected) reader.completed(incomplete, none)).reason())
          .isEqualTo(
              "Cannot accept the event: column 'body' holds Debezium's placeholder for an unchanged"
                  + " large value, and the row before the change is not known. Set REPLICA IDENTITY"
                  + " FULL on the source table and land the record again.");
    }
  }

  @Test
  void plainLineBecomesADocument() {
    EventReader reader = reader(ChangeFormat.PLAIN, BY_ID, "{title}\n\n{author.name}", "tenant");

    assertThat(
            read(reader, "{\"id\":1,\"title\":\" T \",\"author\":{\"name\":\"N\"},\"tenant\":5}"))
        .isEqualTo(new Document("T \n\nN", metadata("tenant", 5)));
  }

  @Test
  void numbersStandInTheDocumentAsTheyStandInTheLine() {
    EventReader reader = reader(ChangeFormat.PLAIN, BY_ID, "{a} {b} {c}", "price");

    assertThat(read(reader, "{\"id\":1,\"a\":100.0,\"b\":1.50,\"c\":7,\"price\":200.00}"))
        .isEqualTo(new Document("100.0 1.50 7", metadata("price", 200.0)));
  }

  @Test
  void nullAndAbsentColumnsAreEmptyAndNestedMetadataIsJson() {
    EventReader reader = reader(ChangeFormat.PLAIN, BY_ID, "{title} {body}", "tags", "tenant");

    assertThat(read(reader, "{\"id\":1,\"title\":null,\"tags\":[\"x\",1]}"))
        .isEqualTo(
            new Document(
                "",
                metadata(
                    "tags",
                    new MetadataValue.Json("[\"x\",1]", List.of("x", "1")),
                    "tenant",
                    null)));
  }

  @Test
  void halvesOfSurrogatePairsAreReplacedInTextAndMetadata() {
    EventReader reader = reader(ChangeFormat.PLAIN, BY_ID, "{a}{b}", "c", "d");

    assertThat(
            read(
                reader,
                "{\"id\":1,\"a\":\"\\ud83d\\ude00\\ud800\",\"b\":\"\\udc00\\ud83dx\","
                    + "\"c\":\"\\udc00\",\"d\":[\"\\ud800\"]}"))
        .isEqualTo(
            new Document(
                "\uD83D\uDE00\uFFFD\uFFFD\uFFFDx",
                metadata("c", "\uFFFD", "d", new MetadataValue.Texts(List.of("\uFFFD")))));
  }

  @Test
  void deleteNeedsNoDocument() {
    EventReader reader = reader(ChangeFormat.PLAIN, BY_ID, "{title}");

    Reading reading = reader.read(Landed.line("{\"id\":1,\"op\":\"d\"}"));

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Event.class, event -> assertThat(event.document()).isNull());
  }

  @Test
  void recordOfAnotherShapeIsRejected() {
    EventReader reader = reader(ChangeFormat.PLAIN, BY_ID, "{title} {body}", "tenant");

    assertThat(rejection(reader, "{\"id\":1,\"name\":\"x\",\"tenant\":\"t\"}"))
        .isEqualTo(
            "Cannot build the document: the event has none of the columns of document.text [title,"
                + " body]. Fix the event or document.text.");
  }

  @Test
  void nestedValueInTheTextIsRejectedWithTheWayIntoIt() {
    EventReader reader = reader(ChangeFormat.PLAIN, BY_ID, "{body}");

    assertThat(rejection(reader, "{\"id\":1,\"body\":{\"en\":\"x\"}}"))
        .isEqualTo(
            "Cannot build the document: column 'body' of document.text holds a nested value,"
                + " expected is text or a number. Fix the event, or name the column inside it"
                + " (body.…).");
  }

  @Test
  void unreadableLineIsRejected() {
    EventReader reader = reader(ChangeFormat.PLAIN, BY_ID, "{body}");

    assertThat(rejection(reader, "{\"id\":1,"))
        .contains("it ends before its object does, and expected is one JSON object on each line.");
  }

  @Test
  void textFileIsReadByItsOwnFormat() {
    EventReader reader =
        EventReader.of(
            config(
                new SourceConfig(
                    Path.of("/landing"),
                    SourceFormat.TEXT,
                    ChangeFormat.PLAIN,
                    DiscoveryMode.AUTO,
                    Map.of()),
                RecordConfig.of("path"),
                "{value}",
                "name"),
            DocumentExtractor.none());

    assertThat(read(reader, "{not json}\nbut text"))
        .isEqualTo(new Document("{not json}\nbut text", metadata("name", "part.json")));
  }

  /** The newest document per record of one topic, applying versions as a table would. */
  private static Map<String, Document> replay(EventReader reader, String topic) throws IOException {
    Map<String, Document> rows = new LinkedHashMap<>();
    Map<String, Long> versions = new LinkedHashMap<>();
    for (LandedRow row : recorded()) {
      boolean ofTopic = Objects.requireNonNull(row.value()).contains("\"" + topic + "\"");
      if (!ofTopic
          || !(reader.read(row) instanceof Reading.Event read)
          || read.event().recordKey() == null) {
        continue;
      }
      String key = read.event().recordKey();
      assertThat(read.event().version()).isGreaterThan(versions.getOrDefault(key, 0L));
      versions.put(key, read.event().version());
      if (read.document() == null) {
        rows.remove(key);
      } else {
        rows.put(key, read.document());
      }
    }
    return rows;
  }

  private static ChangeEvent event(EventReader reader, int line) throws IOException {
    return ((Reading.Event) reader.read(recorded().get(line - 1))).event();
  }

  private static List<LandedRow> recorded() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            EventReaderTest.class.getResourceAsStream("/debezium/postgres.jsonl"))) {
      List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return IntStream.range(0, lines.size())
          .mapToObj(i -> Landed.line(i + 1L, lines.get(i)))
          .toList();
    }
  }

  private static Document read(EventReader reader, String line) {
    Reading reading = reader.read(Landed.line(line));
    assertThat(reading).isInstanceOf(Reading.Event.class);
    return Objects.requireNonNull(((Reading.Event) reading).document());
  }

  private static String rejection(EventReader reader, String line) {
    Reading reading = reader.read(Landed.line(line));
    assertThat(reading).isInstanceOf(Reading.Rejected.class);
    return ((Reading.Rejected) reading).reason();
  }

  static EventReader reader(
      ChangeFormat changes, RecordConfig record, String text, String... metadata) {
    SourceConfig source =
        new SourceConfig(
            Path.of("/landing"), SourceFormat.JSON, changes, DiscoveryMode.AUTO, Map.of());
    return EventReader.of(config(source, record, text, metadata), DocumentExtractor.none());
  }

  private static FreshetConfig config(
      SourceConfig source, RecordConfig record, String text, String... metadata) {
    return FreshetConfig.of(
        "test",
        Path.of("/home"),
        source,
        record,
        new DocumentConfig(
            TextTemplate.parse(text),
            DocumentFormat.TEXT,
            List.of(metadata),
            ChunkingConfig.defaults()));
  }

  private static Map<String, @Nullable MetadataValue> metadata(@Nullable Object... pairs) {
    Map<String, @Nullable MetadataValue> metadata = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      metadata.put(String.valueOf(pairs[i]), value(pairs[i + 1]));
    }
    return metadata;
  }

  private static @Nullable MetadataValue value(@Nullable Object value) {
    if (value instanceof MetadataValue known) {
      return known;
    }
    if (value instanceof Number number) {
      return new MetadataValue.Number(new BigDecimal(number.toString()));
    }
    return value == null ? null : new MetadataValue.Text(value.toString());
  }
}
