package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.discovery.Discovery;
import dev.freshet.autoloader.filelog.FileLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeXIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path home;
  private Landing landing;
  private final Collected sink = new Collected();

  /** What a test looks at of a row. */
  private record Seen(String value, long line, String error) {}

  @BeforeEach
  void makeLandingZone() throws IOException {
    landing = new Landing(Files.createDirectories(home.resolve("landing")));
  }

  @Test
  void rowSaysWhereItsLineCameFrom() throws Exception {
    Instant modified = Instant.parse("2026-01-02T03:04:05.678901Z");
    Path file = landing.land("a", "one\n".getBytes(StandardCharsets.UTF_8), modified);

    drain(Map.of());

    Row row = sink.rows().get(0);
    assertThat(row.<String>getAs("value")).isEqualTo("one");
    assertThat(row.<Long>getAs("line")).isEqualTo(1);
    assertThat(row.<String>getAs("file_path")).isEqualTo(file.toString());
    assertThat(row.<Long>getAs("file_sequence")).isEqualTo(1);
    assertThat(row.<Long>getAs("file_size")).isEqualTo(4);
    assertThat(row.getTimestamp(row.fieldIndex("file_modified")).toInstant()).isEqualTo(modified);
    assertThat(row.<String>getAs("error")).isNull();
  }

  @Test
  void linesAreCutDecodedAndNumbered() throws Exception {
    landing.land("a", "\uFEFFé one\r\n\n  \t\r\nfour\nfive without end");

    drain(Map.of());

    assertThat(seen())
        .containsExactly(
            new Seen("é one", 1, null),
            new Seen("four", 4, null),
            new Seen("five without end", 5, null));
  }

  @Test
  void lineThatIsNotUtf8IsKeptLossilyWithAnError() throws Exception {
    landing.land("a", new byte[] {'a', (byte) 0xFF, 'b', '\n', 'c', '\n'});

    drain(Map.of());

    assertThat(seen())
        .containsExactly(
            new Seen("a\uFFFDb", 1, "line is not valid UTF-8"), new Seen("c", 2, null));
  }

  @Test
  void lineThatIsTooLargeIsLeftOutAndReadingGoesOn() throws Exception {
    byte[] content = new byte[(16 << 20) + 10];
    Arrays.fill(content, (byte) 'x');
    content[1] = '\n';
    content[content.length - 2] = '\n';
    landing.land("a", content);

    drain(Map.of());

    assertThat(seen())
        .containsExactly(
            new Seen("x", 1, null),
            new Seen(
                null, 2, "line is larger than 16 MiB and was left out. Land it in smaller lines."),
            new Seen("x", 3, null));
  }

  @Test
  void compressedFileIsDecompressed() throws Exception {
    landing.land("a.json.gz", Landing.gzip("one\ntwo\n"));

    drain(Map.of());

    assertThat(seen()).containsExactly(new Seen("one", 1, null), new Seen("two", 2, null));
  }

  @Test
  void bytesOfAWholeFileAreKeptAsTheyLanded() throws Exception {
    byte[] packed = Landing.gzip("one");
    byte[] marked = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '\r', '\n', 0, (byte) 0xFF};
    Instant old = Instant.parse("2026-01-01T00:00:00Z");
    landing.land("1.gz", packed, old);
    landing.land("2", marked, old);
    landing.land("3-empty", new byte[0], old);

    drain(Map.of("wholebytes", "true"));

    assertThat(seen().subList(0, 2))
        .containsExactly(
            new Seen(Base64.getEncoder().encodeToString(packed), 1, null),
            new Seen(Base64.getEncoder().encodeToString(marked), 1, null));
    assertThat(seen().get(2).value()).isNull();
    assertThat(seen().get(2).error()).contains("it is empty");
  }

  @Test
  void everyBadFileYieldsAMarkerRowAndHoldsNobodyUp() throws Exception {
    Instant old = Instant.parse("2026-01-01T00:00:00Z");
    landing.land("1-empty", new byte[0], old);
    landing.land("2-blank", "\n \n".getBytes(StandardCharsets.UTF_8), old);
    landing.land("3-garbage.gz", "this is not gzip\n".getBytes(StandardCharsets.UTF_8), old);
    String lines = "{\"text\":\"0123456789\"}\n".repeat(20_000);
    byte[] whole = Landing.gzip(lines + Instant.now());
    landing.land("4-cut.gz", Arrays.copyOf(whole, whole.length - 12), old);
    landing.land("5-good", "good\n".getBytes(StandardCharsets.UTF_8), old);
    Path vanishing = landing.land("6-vanishing", "x\n".getBytes(StandardCharsets.UTF_8), old);
    logThenStop();
    Files.delete(vanishing);

    drain(Map.of("cloudFiles.maxFilesPerTrigger", "6"));

    assertThat(sink.batches()).hasSize(1);
    assertThat(sink.rows().stream().mapToLong(row -> row.getAs("file_sequence")).max()).hasValue(6);
    assertThat(errors("1-empty"))
        .containsExactly(
            "Cannot read "
                + landing.directory().resolve("1-empty")
                + ": it is empty. If it should not be, land it again; nothing else has to be done.");
    assertThat(errors("2-blank").get(0)).contains("it has no content but blanks");
    assertThat(errors("3-garbage.gz").get(0))
        .startsWith("Cannot read " + landing.directory().resolve("3-garbage.gz"))
        .contains("its content is unreadable (")
        .endsWith("Land it again intact.");
    assertThat(errors("4-cut.gz"))
        .singleElement()
        .asString()
        .containsPattern("it breaks after line \\d+ \\(")
        .endsWith("Land it again intact; the lines before were read.");
    assertThat(rows("4-cut.gz")).hasSizeBetween(10_000, 20_002);
    assertThat(errors("5-good")).isEmpty();
    assertThat(errors("6-vanishing"))
        .containsExactly(
            "Cannot read "
                + vanishing
                + ": it was removed after discovery and before reading. Land it again, and remove"
                + " files only after their batch is committed.");
    assertThat(sink.rows().stream().filter(row -> row.<Long>getAs("line") == 0))
        .hasSize(5)
        .allMatch(row -> row.isNullAt(row.fieldIndex("value")));
  }

  @Test
  void wholeFileIsOneRow() throws Exception {
    Instant old = Instant.parse("2026-01-01T00:00:00Z");
    landing.land("a", "one\ntwo\n".getBytes(StandardCharsets.UTF_8), old);
    landing.land("b", new byte[0], old);
    landing.land("c", new byte[] {(byte) 0xC3}, old);

    drain(Map.of("wholetext", "true"));

    assertThat(seen().get(0)).isEqualTo(new Seen("one\ntwo\n", 1, null));
    assertThat(seen().get(1).line()).isZero();
    assertThat(seen().get(2)).isEqualTo(new Seen("\uFFFD", 1, "line is not valid UTF-8"));
  }

  /** Discovers what is there, in a file log that the drain goes on with, without reading it. */
  private void logThenStop() throws Exception {
    Discovery.Settings settings =
        new Discovery.Settings(
            landing.directory(), Optional.empty(), false, Duration.ofSeconds(1), true);
    try (FileLog log = FileLog.open(fileLog());
        Discovery discovery = Discovery.start(settings, log)) {
      discovery.awaitFirstListing();
    }
  }

  private Path fileLog() {
    return home.resolve("log");
  }

  private void drain(Map<String, String> options) throws Exception {
    StreamingQuery query =
        sink.from(
                AutoloaderSpark.SESSION
                    .readStream()
                    .format("autoloader")
                    .option("cloudFiles.format", "envelope")
                    .option("autoloader.fileLog", fileLog().toString())
                    .options(options)
                    .load(landing.directory().toString()),
                home.resolve("checkpoint"))
            .trigger(Trigger.AvailableNow())
            .start();
    try {
      assertThat(query.awaitTermination(LIMIT.toMillis())).isTrue();
    } finally {
      query.stop();
    }
  }

  private List<Seen> seen() {
    return sink.rows().stream()
        .map(row -> new Seen(row.getAs("value"), row.<Long>getAs("line"), row.getAs("error")))
        .toList();
  }

  private List<Row> rows(String name) {
    return sink.rows().stream()
        .filter(row -> row.<String>getAs("file_path").endsWith("/" + name))
        .toList();
  }

  private List<String> errors(String name) {
    return rows(name).stream()
        .map(row -> row.<String>getAs("error"))
        .filter(Objects::nonNull)
        .toList();
  }
}
