package dev.freshet.autoloader.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.ContentFormat;
import dev.freshet.autoloader.fs.LocalAccess;
import dev.freshet.autoloader.option.EnvelopeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read in parts give the rows that they give when they are read whole. */
class FilePartsTest {

  private static final EnvelopeOptions JSON_LINES =
      EnvelopeOptions.parse(Map.of(EnvelopeOptions.JSON_LINES, "true"));

  private static final String STREAM = "stream";

  /** A part has one record at least. */
  private static final int LINE_BYTES_MAX = 80;

  @TempDir Path directory;

  /** A row without what reading in parts changes: the sequence it was read under. */
  private record Line(String file, long line, String value, String error, long first) {
    boolean isSilent() {
      return value.equals("null") && error.equals("null");
    }
  }

  @Test
  void partsOfAnyFilesGiveTheRowsOfTheWholeFiles() throws Exception {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      Path landing = Files.createDirectories(directory.resolve("landing-" + seed));
      List<Path> files = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        files.add(land(landing, i, random));
      }
      int limit = 60 + random.nextInt(400);

      List<Line> whole = new ArrayList<>();
      Reads inParts = new Reads(landing, limit);
      try (FileLog log = FileLog.open(directory.resolve("whole-" + seed))) {
        append(log, files);
        whole.addAll(
            rows(
                log.versions(0, files.size()).stream().map(FileToRead::of).toList(),
                landing,
                limit));
      }
      try (FileLog log = FileLog.open(directory.resolve("parts-" + seed))) {
        append(log, files);
        inParts.drain(log);
      }

      assertThat(inParts.lines.stream().filter(line -> !line.isSilent()))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(whole);
      assertThat(inParts.mostBytes)
          .as("seed %d", seed)
          .isLessThanOrEqualTo(limit + limit / 4 + LINE_BYTES_MAX);
    }
  }

  @Test
  void everySequenceHasARowAndABatchThatIsRepeatedIsTheSame() throws Exception {
    Path landing = Files.createDirectories(directory.resolve("landing"));
    Path file = Files.writeString(landing.resolve("a.json"), "{\"id\":1234567}\n".repeat(20));
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      append(log, List.of(file));

      List<Line> first = batch(log, 0, 1, landing, 60);

      assertThat(first).hasSize(4);
      assertThat(log.lastSequence()).isEqualTo(2);
      assertThat(log.portions().oldestBehind(1)).hasValue(1);
      assertThat(batch(log, 0, 1, landing, 60)).isEqualTo(first);
      assertThat(log.lastSequence()).as("numbered once").isEqualTo(2);
      assertThat(log.newest(file.toString()).orElseThrow().sequence()).isEqualTo(2);
    }
  }

  @Test
  void fileThatChangedBetweenItsPartsIsReadAsItsNewVersionOnly() throws Exception {
    Path landing = Files.createDirectories(directory.resolve("landing"));
    Path file = Files.writeString(landing.resolve("a.json"), "{\"id\":1234567}\n".repeat(20));
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      append(log, List.of(file));
      batch(log, 0, 1, landing, 60);
      Files.writeString(file, "{\"id\":7}\n");
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-02-01T00:00:00Z")));

      List<Line> second = batch(log, 1, 2, landing, 60);

      assertThat(second).hasSize(1);
      assertThat(second.get(0).error()).contains("changed after its first 4 records were read");
    }
  }

  @Test
  void lineAboveTheLimitIsLeftOutAndTheLinesAfterItAreRead() throws Exception {
    Path landing = Files.createDirectories(directory.resolve("landing"));
    Path file =
        Files.writeString(
            landing.resolve("a.json"), "{\"id\":\"" + "x".repeat(100) + "\"}\n{\"id\":2}\n");
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      append(log, List.of(file));
      Reads reads = new Reads(landing, 50);

      reads.drain(log);

      assertThat(reads.lines).extracting(Line::value).containsExactly("null", "{\"id\":2}");
      assertThat(reads.lines.get(0).error())
          .isEqualTo("line is larger than 50 bytes and was left out. Land it in smaller lines.");
    }
  }

  /** A stream that takes one or two files at a time, and is another process before each batch. */
  private static final class Reads {
    private final Path landing;
    private final int limit;
    private final List<Line> lines = new ArrayList<>();
    private long mostBytes;

    Reads(Path landing, int limit) {
      this.landing = landing;
      this.limit = limit;
    }

    void drain(FileLog log) throws IOException {
      long after = 0;
      while (after < log.lastSequence()) {
        long upTo = Math.min(log.lastSequence(), after + 2);
        List<Line> batch = batch(log, after, upTo, landing, limit);
        lines.addAll(batch);
        mostBytes =
            Math.max(
                mostBytes,
                batch.stream()
                    .mapToLong(line -> line.value().equals("null") ? 0 : line.value().length())
                    .sum());
        after = upTo;
      }
    }
  }

  private static List<Line> batch(FileLog log, long after, long upTo, Path landing, int limit)
      throws IOException {
    List<FileToRead> planned = new ArrayList<>();
    for (FileVersion version : log.versions(after, upTo)) {
      planned.add(FileToRead.of(version, version.path(), log.portions().of(version.sequence())));
    }
    try (FileParts parts =
        new FileParts(log, contents(landing, limit), new LocalAccess(landing.toString()), limit)) {
      List<FileToRead> cut = parts.of(planned);
      List<Line> rows = rows(cut, landing, limit);
      assertThat(rows.size()).as("rows").isGreaterThanOrEqualTo(cut.size());
      return rows;
    }
  }

  private static List<Line> rows(List<FileToRead> files, Path landing, int limit)
      throws IOException {
    List<Line> lines = new ArrayList<>();
    try (EnvelopeReader reader =
        new EnvelopeReader(
            files,
            contents(landing, limit),
            new EnvelopeReader.Limit(Long.MAX_VALUE, true),
            new LocalAccess(landing.toString()),
            STREAM)) {
      while (reader.next()) {
        InternalRow row = reader.get();
        lines.add(
            new Line(
                row.getString(2),
                row.getLong(1),
                String.valueOf(row.getUTF8String(0)),
                String.valueOf(row.getUTF8String(6)),
                row.getLong(7)));
      }
    }
    return lines;
  }

  private static FileContents contents(Path landing, int limit) {
    return new TextContents(
        ContentFormat.of(JSON_LINES, limit, limit), new LocalAccess(landing.toString()));
  }

  private static void append(FileLog log, List<Path> files) throws IOException {
    List<LandedFile> landed = new ArrayList<>();
    for (Path file : files) {
      landed.add(
          new LandedFile(
              file.toString(), Files.size(file), Files.getLastModifiedTime(file).toInstant()));
    }
    log.append(landed, Instant.EPOCH);
  }

  /** A file with lines of all kinds, packed or not, in one of several encodings. */
  private static Path land(Path landing, int number, Random random) throws IOException {
    StringBuilder text = new StringBuilder();
    boolean array = random.nextInt(4) == 0;
    text.append(array ? "[\n" : "");
    for (int i = 0; i < random.nextInt(40); i++) {
      text.append(
          switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "no json";
            case 2 -> "{\"id\":";
            default -> "{\"id\":" + i + ",\"v\":\"" + "y".repeat(random.nextInt(50)) + "\"}";
          });
      text.append(array ? ",\n" : "\n");
    }
    text.append(array ? "]\n" : "");
    Charset charset = random.nextInt(4) == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    byte[] content = ("\ufeff" + text).getBytes(charset);
    boolean packed = random.nextBoolean();
    Path file = landing.resolve("f" + number + (packed ? ".json.gz" : ".json"));
    Files.write(file, packed ? gzip(content) : content);
    return file;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
