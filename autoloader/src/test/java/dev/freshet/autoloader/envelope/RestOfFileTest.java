package dev.freshet.autoloader.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.ContentFormat;
import dev.freshet.autoloader.fs.LocalAccess;
import dev.freshet.autoloader.option.EnvelopeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of a file follow one another, with and without a new process between them. */
class RestOfFileTest {

  private static final long SEEDS = Boolean.getBoolean("freshet.test.long") ? 500 : 20;
  private static final Path READ_BYTES = Path.of("/proc/self/io");
  private static final long MOST_RECORD_BYTES = 128;
  private static final String STREAM = "rest-of-file-test";

  private static final EnvelopeOptions JSON_LINES =
      EnvelopeOptions.parse(Map.of(EnvelopeOptions.JSON_LINES, "true"));

  @TempDir Path directory;
  private Path landing;

  @BeforeEach
  void makeLandingZone() throws IOException {
    landing = Files.createDirectories(directory.resolve("landing"));
  }

  @AfterEach
  void closeRest() {
    RestOfFile.close(STREAM);
  }

  /** A line of a file, as the test wrote it. */
  private record Written(String file, long line, String text) {}

  @Test
  void everyLineIsReadOnceWhereverTheProcessEnds() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<Written> written = new ArrayList<>();
      List<Path> files = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        files.add(land(seed + "-" + i, random, written));
      }
      int limit = 200 + random.nextInt(800);
      try (FileLog log = FileLog.open(directory.resolve("filelog-" + seed))) {
        append(log, files);
        Stream stream = new Stream(log, limit);
        while (!stream.isDrained()) {
          if (random.nextInt(4) == 0) {
            stream.restart();
          }
          stream.batch(1 + random.nextInt(3));
        }

        assertThat(stream.read).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(written);
        assertThat(stream.errors).as("seed %d", seed).isEmpty();
        assertThat(stream.mostBytes)
            .as("seed %d", seed)
            .isLessThanOrEqualTo(limit * 5L / 4 + MOST_RECORD_BYTES);
        stream.restart();
      }
    }
  }

  @Test
  void aFileInPartsIsReadNoFurtherThanTwice() throws Exception {
    assumeTrue(Files.isReadable(READ_BYTES), "only Linux says how much a process reads");
    byte[] content = "{\"id\":1,\"text\":\"0123456789\"}\n".repeat(200_000).getBytes(UTF_8);
    Path plain = Files.write(landing.resolve("plain.json"), content);
    Path packed = Files.write(landing.resolve("packed.json.gz"), packed(content, "gz", 1));
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      append(log, List.of(plain, packed));
      Stream stream = new Stream(log, content.length / 50);
      long before = bytesRead();

      while (!stream.isDrained()) {
        stream.batch(2);
      }

      assertThat(stream.read).hasSize(400_000);
      assertThat(stream.batches).isGreaterThan(90);
      assertThat(bytesRead() - before).isLessThan(3 * (content.length + Files.size(packed)));
    }
  }

  @Test
  void smallFilesDoNotWaitForALargeOneAndLargeOnesFollowEachOther() throws Exception {
    Path first = Files.writeString(landing.resolve("a.json"), "{\"a\":123456}\n".repeat(100));
    Path second = Files.writeString(landing.resolve("b.json"), "{\"b\":123456}\n".repeat(100));
    Path small = Files.writeString(landing.resolve("c.json"), "{\"c\":123456}\n");
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      append(log, List.of(first, second, small));
      Stream stream = new Stream(log, 400);

      stream.batch(3);
      assertThat(stream.read).extracting(Written::file).contains(small.toString());
      while (!stream.isDrained()) {
        stream.batch(3);
      }

      List<String> order = stream.read.stream().map(Written::file).toList();
      assertThat(order).hasSize(201);
      assertThat(order.lastIndexOf(first.toString())).isLessThan(order.indexOf(second.toString()));
    }
  }

  @Test
  void fileThatWasReplacedBetweenItsPartsIsAMarker() throws Exception {
    Path file = Files.writeString(landing.resolve("a.json"), "{\"a\":123456}\n".repeat(100));
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      append(log, List.of(file));
      Stream stream = new Stream(log, 400);
      stream.batch(1);
      Path other = Files.writeString(directory.resolve("b"), "{\"a\":999999}\n".repeat(100));
      Files.setLastModifiedTime(other, FileTime.from(Instant.parse("2026-02-01T00:00:00Z")));
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

      stream.batch(1);

      assertThat(stream.errors).hasSize(1);
      assertThat(stream.errors.get(0)).contains("changed after its first 33 records were read");
      assertThat(stream.read).hasSize(33);
      assertThat(stream.isDrained()).isTrue();
    }
  }

  @Test
  void whatWasRewrittenWithItsOldSizeAndTimeIsReadAsItIsNow() throws Exception {
    Path file = Files.writeString(landing.resolve("a.json"), "{\"a\":123456}\n".repeat(100));
    FileTime time = Files.getLastModifiedTime(file);
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      append(log, List.of(file));
      Stream stream = new Stream(log, 400);
      stream.batch(1);
      Files.writeString(file, "{\"a\":999999}\n".repeat(100));
      Files.setLastModifiedTime(file, time);

      while (!stream.isDrained()) {
        stream.batch(1);
      }

      assertThat(stream.read.subList(0, 33))
          .extracting(Written::text)
          .containsOnly("{\"a\":123456}");
      assertThat(stream.read.subList(33, 100))
          .extracting(Written::text)
          .containsOnly("{\"a\":999999}");
    }
  }

  @Test
  void fileThatIsGoneBetweenItsPartsIsAMarker() throws Exception {
    Path file = Files.writeString(landing.resolve("a.json"), "{\"a\":123456}\n".repeat(100));
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      append(log, List.of(file));
      Stream stream = new Stream(log, 400);
      stream.batch(1);
      Files.delete(file);

      stream.batch(1);

      assertThat(stream.errors).hasSize(1);
      assertThat(stream.errors.get(0)).contains("it was removed after discovery");
      assertThat(stream.isDrained()).isTrue();
    }
  }

  /** A stream over a file log, which may become another process between two batches. */
  private final class Stream {
    private final FileLog log;
    private final int limit;
    private final List<Written> read = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private FileParts parts;
    private long after;
    private long mostBytes;
    private int batches;

    Stream(FileLog log, int limit) {
      this.log = log;
      this.limit = limit;
      this.parts = parts();
    }

    private FileParts parts() {
      return new FileParts(log, contents(), new LocalAccess(landing.toString()), limit);
    }

    private FileContents contents() {
      return new TextContents(
          ContentFormat.of(JSON_LINES, limit, limit), new LocalAccess(landing.toString()));
    }

    void restart() {
      parts.close();
      RestOfFile.close(STREAM);
      parts = parts();
    }

    boolean isDrained() {
      return after == log.lastSequence();
    }

    void batch(int files) throws IOException {
      long upTo = Math.min(log.lastSequence(), after + files);
      List<FileToRead> batch = new ArrayList<>();
      for (FileVersion version : log.versions(after, upTo)) {
        batch.add(FileToRead.of(version, version.path(), log.portions().of(version.sequence())));
      }
      long bytes = 0;
      try (EnvelopeReader reader =
          new EnvelopeReader(
              parts.of(batch),
              contents(),
              new EnvelopeReader.Limit(limit, true),
              new LocalAccess(landing.toString()),
              STREAM)) {
        while (reader.next()) {
          InternalRow row = reader.get();
          if (!row.isNullAt(0)) {
            String text = row.getString(0);
            bytes += text.getBytes(UTF_8).length;
            read.add(new Written(row.getString(2), row.getLong(1), text));
          }
          if (!row.isNullAt(6)) {
            errors.add(row.getString(6));
          }
        }
      }
      mostBytes = Math.max(mostBytes, bytes);
      after = upTo;
      batches++;
    }
  }

  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  /** A file of objects and blank lines, in one of several encodings and compressions. */
  private Path land(String name, Random random, List<Written> written) throws IOException {
    String compression = List.of("json", "json", "gz", "bz2", "deflate").get(random.nextInt(5));
    Charset charset =
        List.of(UTF_8, UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
            .get(random.nextInt(4));
    String lineEnd = random.nextBoolean() ? "\n" : "\r\n";
    Path file = landing.resolve("f" + name + "." + compression);
    StringBuilder text = new StringBuilder("\ufeff");
    int lines = 1 + random.nextInt(80);
    for (int line = 1; line <= lines; line++) {
      if (line == 1 || random.nextInt(6) > 0) {
        String letters = "aß語".substring(random.nextInt(3)).substring(0, 1);
        String object =
            "{\"id\":" + line + ",\"t\":\"" + letters.repeat(random.nextInt(30)) + "\"}";
        written.add(new Written(file.toString(), line, object));
        text.append(object);
      }
      text.append(line == lines && random.nextBoolean() ? "" : lineEnd);
    }
    int streams = "gz".equals(compression) ? 1 + random.nextInt(3) : 1;
    return Files.write(file, packed(text.toString().getBytes(charset), compression, streams));
  }

  /** The content in so many streams, one behind the other. */
  private static byte[] packed(byte[] content, String compression, int streams) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < streams; i++) {
      int from = content.length * i / streams;
      int to = content.length * (i + 1) / streams;
      try (OutputStream out =
          switch (compression) {
            case "gz" -> new GZIPOutputStream(bytes);
            case "bz2" -> new BZip2CompressorOutputStream(bytes);
            case "deflate" -> new DeflaterOutputStream(bytes);
            default -> bytes;
          }) {
        out.write(content, from, to - from);
      }
    }
    return bytes.toByteArray();
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

  private static long bytesRead() throws IOException {
    return Files.readAllLines(READ_BYTES).stream()
        .filter(line -> line.startsWith("rchar:"))
        .mapToLong(line -> Long.parseLong(line.substring("rchar:".length()).strip()))
        .sum();
  }
}
