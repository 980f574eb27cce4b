package dev.freshet.cli.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.freshet.autoloader.format.JsonLayout;
import dev.freshet.core.Chunk;
import dev.freshet.core.vector.StoredChunk;
import dev.freshet.home.layer.LayerTables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.SnappyFramedOutputStream;

/**
 * Files as tools and people really leave them: the index ends as the directory says, good lines get
 * in, and a file that is not read says why.
 */
class LandedFilesIT {
  private static final FileTime OLD = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
  private static final FileTime NEW = FileTime.from(Instant.parse("2026-02-01T00:00:00Z"));

  @TempDir Path directory;
  private TestPipeline pipeline;

  @Test
  @Timeout(300)
  void goodLinesOfEveryLayoutGetInAndTheOthersSayWhatTheyAre() throws Exception {
    // Given
    pipeline =
        TestPipeline.create(
            directory,
            """
            name: notes
            home: ./home
            source: { path: ./landing }
            record: { key: [id] }
            document: { text: "{title}: {body}" }
            optimize: { mode: off }
            """);
    landLayouts();
    landPackedFiles();
    land("topics/notes/partition=0/notes+0+0.json", row("p0"));
    land("year=2024/month=12/part-0.json", row("y1"));
    land("_temporary/0/part-0.json", row("hidden"));
    land("grown.json", row("grown", "first"));

    // When
    run();

    // Then
    assertThat(texts().keySet())
        .containsExactlyInAnyOrder(
            "al1", "al2", "al3", "cr1", "cr2", "rs1", "rs2", "jb1", "jb2", "om1", "om2", "co1",
            "le1", "be1", "zs", "gz", "l4", "sn", "p0", "y1", "grown");
    Map<String, String> reasons = reasons();
    assertThat(reasons.keySet())
        .containsExactlyInAnyOrder(
            "array-lines.json",
            "array-compact.json",
            "array-pretty.json",
            "object-pretty.json",
            "firehose.json",
            "escaped.json",
            "comment.json",
            "single-quotes.json",
            "trailing-comma.json",
            "table.json",
            "latin1.json",
            "cut.json.lz4",
            "cut.json.gz",
            "parquet.json");
    assertThat(reasons.get("array-lines.json")).isEqualTo(JsonLayout.ARRAY.reason());
    assertThat(reasons.get("array-compact.json")).isEqualTo(JsonLayout.ARRAY.reason());
    assertThat(reasons.get("array-pretty.json")).isEqualTo(JsonLayout.ARRAY.reason());
    assertThat(reasons.get("object-pretty.json")).isEqualTo(JsonLayout.OBJECT_ON_LINES.reason());
    assertThat(reasons.get("firehose.json")).isEqualTo(JsonLayout.OBJECTS_ON_LINE.reason());
    assertThat(reasons.get("escaped.json")).isEqualTo(JsonLayout.TEXT_OF_JSON.reason());
    assertThat(reasons.get("comment.json")).isEqualTo(JsonLayout.COMMENT.reason());
    assertThat(reasons.get("single-quotes.json")).isEqualTo(JsonLayout.SINGLE_QUOTES.reason());
    assertThat(reasons.get("trailing-comma.json")).isEqualTo(JsonLayout.TRAILING_COMMA.reason());
    assertThat(reasons.get("table.json")).isEqualTo(JsonLayout.CSV.reason());
    assertThat(reasons.get("latin1.json")).contains("Windows-1252 or Latin-1");
    assertThat(reasons.get("cut.json.lz4")).contains("the file ends within a block");
    assertThat(reasons.get("parquet.json")).contains("it is a Parquet file");
    assertThat(reasons.get("cut.json.gz")).contains("Land it again intact");

    // When a file grows, its old lines are not newer than what came between.
    land("other.json", row("grown", "between"));
    run();
    land("grown.json", row("grown", "first") + row("appended", "second"));
    run();

    // Then
    assertThat(texts()).containsEntry("grown", Chunk.hash("grown: between"));
    assertThat(texts()).containsEntry("appended", Chunk.hash("appended: second"));
    pipeline.verified();
  }

  private void landLayouts() throws IOException {
    land(
        "array-lines.json",
        "[\n" + object("al1") + ",\n" + object("al2") + ",\n" + object("al3") + "\n]\n");
    land("array-compact.json", "[" + object("ac1") + "," + object("ac2") + "]\n");
    land("array-pretty.json", "[\n  {\n    \"id\": \"ap1\",\n    \"body\": \"x\"\n  }\n]\n");
    land("object-pretty.json", "{\n  \"id\": \"op1\",\n  \"body\": \"x\"\n}\n");
    land("firehose.json", object("fh1") + object("fh2"));
    land("escaped.json", "\"{\\\"id\\\":\\\"es1\\\"}\"\n");
    land("rs.json", "\u001E" + row("rs1") + "\u001E" + row("rs2"));
    land("joined-bom.json", "\uFEFF" + row("jb1") + "\uFEFF" + row("jb2"));
    land("crlf-blank.json", object("cr1") + "\r\n\r\n   \r\n" + object("cr2") + "\r\n");
    land("old-mac.json", object("om1") + "\r" + object("om2") + "\r");
    land("comment.json", "// made by export 3.1\n" + row("co1"));
    land("single-quotes.json", "{'id':'sq1','body':'one'}\n");
    land("trailing-comma.json", "{\"id\":\"tc1\",\"body\":\"one\",}\n");
    land("table.json", "id,title\nc1,A\nc2,B\n");
    land("utf16le.json", row("le1").getBytes(UTF_16LE));
    land("utf16be.json", ("\uFEFF" + row("be1")).getBytes(UTF_16BE));
    land("latin1.json", row("Käse").getBytes(ISO_8859_1));
  }

  private void landPackedFiles() throws Exception {
    byte[] lz4 = packed(LZ4FrameOutputStream::new, row("l4"));
    land("packed.json.lz4", lz4);
    land("cut.json.lz4", Arrays.copyOf(lz4, lz4.length - 10));
    land("packed.json.snappy", packed(SnappyFramedOutputStream::new, row("sn")));
    byte[] gzip = packed(GZIPOutputStream::new, row("gz"));
    land("packed.json.gz", gzip);
    land("cut.json.gz", Arrays.copyOf(gzip, gzip.length / 2));
    land("packed.json.zst", Zstd.compress(row("zs").getBytes(UTF_8)));
    land("parquet.json", new byte[] {'P', 'A', 'R', '1', 0x15, 0, 0x15, (byte) 0x80});
  }

  @Test
  @Timeout(300)
  void indexOfDocumentsEndsAsTheDirectorySays() throws Exception {
    // Given
    pipeline =
        TestPipeline.create(
            directory,
            """
            name: notes
            home: ./home
            source: { path: ./landing, format: text }
            document: { format: markdown }
            optimize: { mode: off }
            """);
    land("put-back.md", "First edition.\n".getBytes(UTF_8), OLD);
    land("in-place.md", "Price: 10\n".getBytes(UTF_8), OLD);
    land("utf16.txt", "The ferry leaves at nine.\r\n".getBytes(UTF_16LE), OLD);
    land("latin1.txt", "Über die Fähre.\n".getBytes(ISO_8859_1), OLD);
    land("sub/deep.md", "---\ndate created: today\n---\n\nDeep down.\n".getBytes(UTF_8), OLD);

    // When
    run();
    land("put-back.md", "Second edition.\n".getBytes(UTF_8), NEW);
    run();
    land("put-back.md", "First edition.\n".getBytes(UTF_8), OLD);
    land("in-place.md", "Price: 12\n".getBytes(UTF_8), OLD);
    run();

    // Then
    assertThat(texts().values())
        .containsExactlyInAnyOrder(
            Chunk.hash("First edition."),
            Chunk.hash("Price: 12"),
            Chunk.hash("The ferry leaves at nine."),
            Chunk.hash("date created: today\n\nDeep down."));
    assertThat(reasons().get("latin1.txt"))
        .contains("it is not UTF-8")
        .contains("Write it in UTF-8");
    pipeline.verified();
  }

  private void run() {
    assertThat(pipeline.executeHere("run", "--once", "-o", "json").exit()).isZero();
  }

  private static String object(String id) {
    return row(id).strip();
  }

  private static String row(String id) {
    return row(id, "one");
  }

  private static String row(String id, String body) {
    return "{\"id\":\"" + id + "\",\"title\":\"" + id + "\",\"body\":\"" + body + "\"}\n";
  }

  private void land(String name, String content) throws IOException {
    land(name, content.getBytes(UTF_8));
  }

  private void land(String name, byte[] content) throws IOException {
    land(name, content, FileTime.from(Instant.now().minusSeconds(60)));
  }

  private void land(String name, byte[] content, FileTime modifiedAt) throws IOException {
    Path file = pipeline.landing().resolve(name);
    Files.createDirectories(file.getParent());
    Path aside = Files.write(file.resolveSibling(".aside"), content);
    Files.setLastModifiedTime(aside, modifiedAt);
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] packed(Packer packer, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream = packer.over(bytes)) {
      stream.write(content.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Packs what is written. */
  private interface Packer {
    OutputStream over(OutputStream target) throws IOException;
  }

  /** The hash of each record's text; each is one chunk. */
  private Map<String, String> texts() {
    return pipeline.chunks().values().stream()
        .collect(Collectors.toMap(StoredChunk::recordKey, StoredChunk::contentHash));
  }

  /** The reasons of each file's rows in quarantine; of most there is one. */
  private Map<String, String> reasons() {
    List<String> files = pipeline.column(LayerTables::quarantine, "file");
    List<String> reasons = pipeline.column(LayerTables::quarantine, "reason");
    Map<String, String> byFile = new TreeMap<>();
    for (int i = 0; i < files.size(); i++) {
      String name = Path.of(files.get(i)).getFileName().toString();
      byFile.merge(name, reasons.get(i), (a, b) -> a.equals(b) ? a : a + " " + b);
    }
    return byFile;
  }
}
