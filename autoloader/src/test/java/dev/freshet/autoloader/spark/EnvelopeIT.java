package dev.freshet.autoloader.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.discovery.Discovery;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvelopeIT {
  private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant OLDEST = Instant.parse("2025-12-31T23:59:58.678901Z");

  /** Files whose records are their lines, and the rows of one query over them. */
  @TempDir static Path linesHome;

  private static final Collected LINES = new Collected();

  @TempDir Path home;
  private Landing landing;
  private final Collected sink = new Collected();

  /** The part of a row that most tests check. */
  private record Seen(String value, long line, String error) {}

  @BeforeAll
  static void readLines() throws Exception {
    Landing landing = landing(linesHome);
    landing.land("origin", "one\n".getBytes(StandardCharsets.UTF_8), OLDEST);
    landing.land("lines", "\uFEFFé one\r\n\n  \t\r\nfour\nfive without end");
    landing.land("not-utf8", new byte[] {'a', (byte) 0xFF, 'b', '\n', 'c', '\n'});
    landing.land("packed.json.gz", Landing.gzip("one\ntwo\n"));
    byte[] large = new byte[(16 << 20) + 10];
    Arrays.fill(large, (byte) 'x');
    large[1] = '\n';
    large[large.length - 2] = '\n';
    landing.land("large", large);
    drain(linesHome, LINES, Map.of());
  }

  private static Landing landing(Path home) throws IOException {
    return new Landing(Files.createDirectories(home.resolve("landing")));
  }

  @BeforeEach
  void makeLandingZone() throws IOException {
    landing = landing(home);
  }

  @Test
  void rowSaysWhereItsLineCameFrom() {
    Row row = rows(LINES, "origin").get(0);
    assertThat(row.<String>getAs("value")).isEqualTo("one");
    assertThat(row.<Long>getAs("line")).isEqualTo(1);
    assertThat(row.<String>getAs("file_path"))
        .isEqualTo(linesHome.resolve("landing/origin").toString());
    assertThat(row.<Long>getAs("file_sequence")).isEqualTo(1);
    assertThat(row.<Long>getAs("file_size")).isEqualTo(4);
    assertThat(row.getTimestamp(row.fieldIndex("file_modified")).toInstant()).isEqualTo(OLDEST);
    assertThat(row.<String>getAs("error")).isNull();
  }

  @Test
  void linesAreCutDecodedAndNumbered() {
    assertThat(seen(rows(LINES, "lines")))
        .containsExactly(
            new Seen("é one", 1, null),
            new Seen("four", 4, null),
            new Seen("five without end", 5, null));
  }

  @Test
  void lineThatIsNotUtf8IsKeptLossilyWithAnError() {
    assertThat(seen(rows(LINES, "not-utf8")))
        .containsExactly(
            new Seen(
                "a\uFFFDb",
                1,
                "Cannot read the line as text: it is not UTF-8 (Windows-1252 or Latin-1, perhaps)."
                    + " Write the file in UTF-8 and land it again, or set the option encoding (in"
                    + " source.options)."),
            new Seen("c", 2, null));
  }

  @Test
  void lineThatIsTooLargeIsLeftOutAndReadingContinues() {
    assertThat(seen(rows(LINES, "large")))
        .containsExactly(
            new Seen("x", 1, null),
            new Seen(
                null, 2, "line is larger than 16 MiB and was left out. Land it in smaller lines."),
            new Seen("x", 3, null));
  }

  @Test
  void compressedFileIsDecompressed() {
    assertThat(seen(rows(LINES, "packed.json.gz")))
        .containsExactly(new Seen("one", 1, null), new Seen("two", 2, null));
  }

  @Test
  void bytesOfAWholeFileAreKeptAsTheyLanded() throws Exception {
    byte[] packed = Landing.gzip("one");
    byte[] marked = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '\r', '\n', 0, (byte) 0xFF};
    landing.land("1.gz", packed, OLD);
    landing.land("2", marked, OLD);
    landing.land("3-empty", new byte[0], OLD);

    drain(home, sink, Map.of("wholebytes", "true"));

    assertThat(seen().subList(0, 2))
        .containsExactly(
            new Seen(Base64.getEncoder().encodeToString(packed), 1, null),
            new Seen(Base64.getEncoder().encodeToString(marked), 1, null));
    assertThat(seen().get(2).value()).isNull();
    assertThat(seen().get(2).error()).contains("it is empty");
  }

  @Test
  void everyBadFileYieldsAMarkerRowAndTheOthersAreRead() throws Exception {
    landing.land("1-empty", new byte[0], OLD);
    landing.land("2-blank", "\n \n".getBytes(StandardCharsets.UTF_8), OLD);
    landing.land("3-garbage.gz", "this is not gzip\n".getBytes(StandardCharsets.UTF_8), OLD);
    String lines = "{\"text\":\"0123456789\"}\n".repeat(20_000);
    byte[] whole = Landing.gzip(lines + Instant.now());
    landing.land("4-cut.gz", Arrays.copyOf(whole, whole.length - 12), OLD);
    landing.land("5-good", "good\n".getBytes(StandardCharsets.UTF_8), OLD);
    Path vanishing = landing.land("6-vanishing", "x\n".getBytes(StandardCharsets.UTF_8), OLD);
    logThenStop();
    Files.delete(vanishing);

    drain(home, sink, Map.of("cloudFiles.maxFilesPerTrigger", "6"));

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
    assertThat(rows(sink, "4-cut.gz")).hasSizeBetween(10_000, 20_002);
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
  void linesWithWhichAGrownFileBeginsCountAsLandedBefore() throws Exception {
    landing.land("a", "one\n".getBytes(StandardCharsets.UTF_8), OLD);
    landing.land("b", "alone\n".getBytes(StandardCharsets.UTF_8), OLD);
    drain(home, sink, Map.of());
    landing.land("a", "one\ntwo\n".getBytes(StandardCharsets.UTF_8), OLD.plusSeconds(1));
    drain(home, sink, Map.of());
    landing.land("a", "one\ntwo\n".getBytes(StandardCharsets.UTF_8), OLD.plusSeconds(2));
    landing.land("b", "alone and more\n".getBytes(StandardCharsets.UTF_8), OLD.plusSeconds(3));
    drain(home, sink, Map.of());

    assertThat(
            sink.rows().stream()
                .map(
                    row ->
                        row.<String>getAs("value")
                            + " "
                            + row.getAs("file_sequence")
                            + " "
                            + row.getAs("first_sequence")))
        .containsExactly(
            "one 1 1",
            "alone 2 2",
            "one 3 1",
            "two 3 3",
            "one 4 1",
            "two 4 1",
            "alone and more 5 5");
  }

  @Test
  void fileThatGotBackItsSizeAndTimeIsReadAgainIfItsContentIsAnother() throws Exception {
    Path file = landing.land("a", "one\n".getBytes(StandardCharsets.UTF_8), OLD);
    drain(home, sink, Map.of("wholetext", "true"));
    assertThat(file.toFile().setWritable(false)).isTrue();
    drain(home, sink, Map.of("wholetext", "true"));
    landing.land("a", "two\n".getBytes(StandardCharsets.UTF_8), OLD);
    drain(home, sink, Map.of("wholetext", "true"));

    assertThat(sink.values("value")).containsExactly("one\n", "two\n");
  }

  @Test
  void wholeFileIsOneRow() throws Exception {
    landing.land("a", "one\ntwo\n".getBytes(StandardCharsets.UTF_8), OLD);
    landing.land("b", new byte[0], OLD);
    landing.land("c", new byte[] {(byte) 0xC3}, OLD);

    drain(home, sink, Map.of("wholetext", "true"));

    assertThat(seen().get(0)).isEqualTo(new Seen("one\ntwo\n", 1, null));
    assertThat(seen().get(1).line()).isZero();
    assertThat(seen().get(2))
        .isEqualTo(
            new Seen(
                null,
                0,
                "Cannot read "
                    + landing.directory().resolve("c")
                    + ": it is not UTF-8, nor another encoding of Unicode (Windows-1252 or Latin-1,"
                    + " perhaps). Write it in UTF-8 and land it again, or set the option encoding (in"
                    + " source.options)."));
  }

  /** Fills the file log that the next query uses, without reading the files. */
  private void logThenStop() throws Exception {
    AutoloaderOptions options =
        AutoloaderOptions.parse(
            Map.of("path", landing.directory().toString(), "cloudFiles.format", "envelope"));
    try (FileLog log = FileLog.open(fileLog(home));
        Discovery discovery =
            Discovery.start(
                LandingPath.of(options), AccessSettings.access(options), options, log)) {
      discovery.awaitFirstListing();
    }
  }

  private static Path fileLog(Path home) {
    return home.resolve("log");
  }

  private static void drain(Path home, Collected sink, Map<String, String> options)
      throws Exception {
    sink.drain(
        AutoloaderSpark.SESSION
            .readStream()
            .format("autoloader")
            .option("cloudFiles.format", "envelope")
            .option("autoloader.fileLog", fileLog(home).toString())
            .options(options)
            .load(home.resolve("landing").toString()),
        home.resolve("checkpoint"));
  }

  private List<Seen> seen() {
    return seen(sink.rows());
  }

  private static List<Seen> seen(List<Row> rows) {
    return rows.stream()
        .map(row -> new Seen(row.getAs("value"), row.<Long>getAs("line"), row.getAs("error")))
        .toList();
  }

  private static List<Row> rows(Collected sink, String name) {
    return sink.rows().stream()
        .filter(row -> row.<String>getAs("file_path").endsWith("/" + name))
        .toList();
  }

  private List<String> errors(String name) {
    return rows(sink, name).stream()
        .map(row -> row.<String>getAs("error"))
        .filter(Objects::nonNull)
        .toList();
  }
}
