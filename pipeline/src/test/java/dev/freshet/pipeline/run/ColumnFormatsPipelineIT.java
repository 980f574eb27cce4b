package dev.freshet.pipeline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.pipeline.run.IngestHome.Layer;
import dev.freshet.pipeline.sample.LandedSample;
import dev.freshet.pipeline.session.SparkSessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files with columns go through all layers, and end as a model of the table they come from. */
@Timeout(180)
class ColumnFormatsPipelineIT {
  private static final StructType CHANGES =
      new StructType()
          .add("Op", DataTypes.StringType)
          .add("id", DataTypes.LongType)
          .add("text", DataTypes.StringType);

  @TempDir Path dir;
  private IngestHome home;

  /** The table at the source, and the rows that a tool writes of its changes. */
  private final Map<String, String> table = new TreeMap<>();

  private record Change(String op, long id, String text) {}

  @BeforeEach
  void open() throws IOException {
    home = new IngestHome(dir);
  }

  @ParameterizedTest
  @EnumSource(names = {"CSV", "PARQUET", "AVRO", "ORC", "XML"})
  void changesOfEachFormatAreFoundAsTheTableHasThem(SourceFormat format) throws IOException {
    Random random = new Random(format.ordinal());
    home.configureColumns(format, options(format), record("Op"));
    for (int file = 0; file < 3; file++) {
      land("f" + file, format, changes(random, 40));
    }
    home.runOnce();
    land("f3", format, changes(random, 40));
    byte[] whole =
        content(
            format,
            LongStream.range(1000, 9000).mapToObj(id -> new Change("I", id, "cut")).toList());
    boolean text = format == SourceFormat.CSV || format == SourceFormat.XML;
    byte[] landed = text ? gzip(whole) : whole;
    land("broken" + file(format) + (text ? ".gz" : ""), Arrays.copyOf(landed, landed.length / 2));
    land("empty", new byte[0]);

    home.runOnce();

    assertThat(home.column(Layer.QUARANTINE, "reason"))
        .hasSize(2)
        .anyMatch(reason -> reason.contains("it is empty"))
        .anyMatch(reason -> reason.contains("broken") && reason.contains("Land it again intact"));
    Map<String, String> found = searched();
    List<Long> cut =
        found.keySet().stream().map(Long::valueOf).filter(id -> id >= 1000).sorted().toList();
    assertThat(cut)
        .as("rows before the cut")
        .isEqualTo(LongStream.range(1000, 1000 + cut.size()).boxed().toList());
    found.keySet().removeIf(id -> Long.parseLong(id) >= 1000);
    assertThat(found).isEqualTo(table);
    home.assertEqual();
    home.assertDeepEqual();
  }

  /** The layouts of AWS DMS: a full load without operations, then files of changes with them. */
  @Test
  void feedOfDmsEndsAsItsTable() throws IOException {
    Random random = new Random(7);
    home.configureColumns(SourceFormat.CSV, Map.of("header", "true"), record("Op"));
    List<Change> load = new ArrayList<>();
    for (long id = 0; id < 50; id++) {
      table.put(Long.toString(id), "loaded " + id);
      load.add(new Change("", id, "loaded " + id));
    }
    land(
        "LOAD00000001.csv",
        ("id,text,dms_timestamp\n"
                + load.stream()
                    .map(row -> row.id() + "," + row.text() + ",2026-01-01 00:00:00.000000\n")
                    .collect(Collectors.joining()))
            .getBytes(UTF_8));
    home.runOnce();
    for (int file = 0; file < 4; file++) {
      String changes =
          changes(random, 30).stream()
              .map(
                  row ->
                      "%s,%d,\"%s\",2026-01-02 00:00:00.%06d\n"
                          .formatted(row.op(), row.id(), row.text(), row.id()))
              .collect(Collectors.joining("", "Op,id,text,dms_timestamp\n", ""));
      land("20260102-00000%d000.csv".formatted(file), changes.getBytes(UTF_8));
      home.runOnce();
    }

    assertThat(searched()).isEqualTo(table);
    assertThat(home.column(Layer.QUARANTINE, "reason")).isEmpty();
    home.assertEqual();
    home.assertDeepEqual();
  }

  @Test
  void deletesOfDmsAreNotIndexedWithoutASettingThatReadsThem() throws IOException {
    home.configureColumns(
        SourceFormat.CSV, Map.of(), new RecordConfig(List.of("_c1"), Optional.empty()));
    land("1.csv", "I,1,one\nD,1,one\n".getBytes(UTF_8));

    home.runOnce();

    assertThat(searched()).isEmpty();
    assertThat(home.column(Layer.QUARANTINE, "reason"))
        .hasSize(2)
        .allMatch(reason -> reason.contains("Set record.deleted: _c0"));
  }

  @Test
  void newColumnNeitherFailsNorRestartsTheStream() throws Exception {
    home.configureColumns(SourceFormat.CSV, Map.of("header", "true"), record("none"));
    land("1.csv", "id,text\n1,one\n".getBytes(UTF_8));
    IngestPipeline pipeline = home.pipeline();
    try (ContinuousRun run = new ContinuousRun(pipeline).awaitReady()) {
      await().until(() -> searched().size() == 1);
      land("2.csv", "author,id,text\nann,2,two\n".getBytes(UTF_8));
      await().until(() -> searched().size() == 2);
      assertThat(run.ended()).isFalse();
    }

    assertThat(home.column(Layer.BRONZE, "payload"))
        .contains("{\"author\":\"ann\",\"id\":\"2\",\"text\":\"two\"}");
  }

  @Test
  void raggedRowIsQuarantinedWithItsTextAndTheRestIsRead() throws IOException {
    home.configureColumns(SourceFormat.CSV, Map.of("header", "true"), record("none"));
    land("1.csv", "id,text\n1,one\n2,two,too many\n3\n4,four\n".getBytes(UTF_8));

    home.runOnce();

    assertThat(searched()).isEqualTo(Map.of("1", "one", "4", "four"));
    assertThat(home.column(Layer.QUARANTINE, "reason"))
        .hasSize(2)
        .allMatch(reason -> reason.contains("more or fewer values than the header has"));
    assertThat(home.column(Layer.QUARANTINE, "payload")).contains("2,two,too many", "3");
    home.assertDeepEqual();
  }

  @Test
  void headerThatChangesIsReadByItsNamesAndRowsWithoutTheKeyAreQuarantined() throws IOException {
    home.configureColumns(SourceFormat.CSV, Map.of("header", "true"), record("none"));
    land("1.csv", "id,text\n1,one\n".getBytes(UTF_8));
    land("2.csv", "text,id\ntwo,2\n".getBytes(UTF_8));
    land("3.csv", "key,text\n3,three\n".getBytes(UTF_8));

    home.runOnce();

    assertThat(searched()).isEqualTo(Map.of("1", "one", "2", "two"));
    assertThat(home.column(Layer.QUARANTINE, "reason"))
        .singleElement()
        .satisfies(reason -> assertThat(reason).contains("'id'"));
  }

  @Test
  void parquetFileOfAnotherSchemaIsReadByItsOwn() throws IOException {
    home.configureColumns(SourceFormat.PARQUET, Map.of(), record("Op"));
    land("1", SourceFormat.PARQUET, List.of(new Change("I", 1, "one")));
    Path other = dir.resolve("other");
    spark()
        .sql("SELECT '2' AS id, 'two' AS text, named_struct('a', 1) AS extra")
        .coalesce(1)
        .write()
        .parquet(other.toString());
    land("2", partOf(other));
    Path keyless = dir.resolve("keyless");
    spark().sql("SELECT 3 AS number").coalesce(1).write().parquet(keyless.toString());
    land("3", partOf(keyless));

    home.runOnce();

    assertThat(searched()).isEqualTo(Map.of("1", "one", "2", "two"));
    assertThat(home.column(Layer.QUARANTINE, "payload")).containsExactly("{\"number\":3}");
  }

  @ParameterizedTest
  @EnumSource(names = {"CSV", "PARQUET"})
  void fileLargerThanABatchIsReadInParts(SourceFormat format) throws IOException {
    Map<String, String> options = new TreeMap<>(options(format));
    options.put("maxFileBytes", "4000");
    home.configureColumns(format, options, record("Op"));
    land("big", format, changes(new Random(3), 1000));

    home.runOnce();

    assertThat(home.filesPerBatch()).hasSizeGreaterThan(5);
    assertThat(searched()).isEqualTo(table);
    assertThat(home.column(Layer.BRONZE, "payload")).hasSize(1000);
    home.assertEqual();
    home.assertDeepEqual();
  }

  @Test
  void sampleBeforeARunSaysWhatWouldBecomeOfRows() throws IOException {
    home.configureColumns(SourceFormat.CSV, Map.of(), record("none"));
    land("1.csv", "id,text\n1,one\n2,two\n".getBytes(UTF_8));

    LandedSample.Sampled wrong = LandedSample.read(home.config(), DocumentExtractor.none());
    home.configureColumns(SourceFormat.CSV, Map.of("header", "true"), record("none"));
    LandedSample.Sampled right = LandedSample.read(home.config(), DocumentExtractor.none());

    assertThat(wrong.nothingCouldBeIndexed()).isTrue();
    assertThat(wrong.missingColumns())
        .anyMatch(each -> each.contains("set source.options: { header: true }"));
    assertThat(right.changes()).isEqualTo(2);
    assertThat(right.missingColumns()).isEmpty();
  }

  private static RecordConfig record(String deleted) {
    return new RecordConfig(List.of("id"), Optional.empty(), Optional.of(deleted));
  }

  private static Map<String, String> options(SourceFormat format) {
    return switch (format) {
      case CSV -> Map.of("header", "true");
      case XML -> Map.of("rowTag", "change");
      default -> Map.of();
    };
  }

  /** Changes as the source made them; the table has them then. */
  private List<Change> changes(Random random, int count) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = random.nextInt(30);
      String text = "text " + random.nextInt(1_000_000);
      boolean there = table.containsKey(Long.toString(id));
      if (there && random.nextInt(3) == 0) {
        table.remove(Long.toString(id));
        changes.add(new Change("D", id, text));
      } else {
        table.put(Long.toString(id), text);
        changes.add(new Change(there ? "U" : "I", id, text));
      }
    }
    return changes;
  }

  private static String file(SourceFormat format) {
    return "." + format.spelling();
  }

  private void land(String name, SourceFormat format, List<Change> changes) {
    land(name + file(format), content(format, changes));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private void land(String name, byte[] content) {
    try {
      Path hidden = Files.write(home.landing.resolve("." + name), content);
      Files.move(hidden, home.landing.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] content(SourceFormat format, List<Change> changes) {
    return switch (format) {
      case CSV -> lines(changes, "Op,id,text\n", "%s,%d,\"%s\"\n", "");
      case XML ->
          lines(
              changes,
              "<changes>",
              "<change><Op>%s</Op><id>%d</id><text>%s</text></change>",
              "</changes>");
      default -> written(format, changes);
    };
  }

  private static byte[] lines(List<Change> changes, String before, String each, String after) {
    return changes.stream()
        .map(change -> each.formatted(change.op(), change.id(), change.text()))
        .collect(Collectors.joining("", before, after))
        .getBytes(UTF_8);
  }

  private byte[] written(SourceFormat format, List<Change> changes) {
    List<Row> rows =
        changes.stream()
            .map(change -> RowFactory.create(change.op(), change.id(), change.text()))
            .toList();
    Path written = dir.resolve("written" + System.nanoTime());
    spark()
        .createDataFrame(rows, CHANGES)
        .coalesce(1)
        .write()
        .format(format.spelling())
        .save(written.toString());
    return partOf(written);
  }

  private static byte[] partOf(Path written) {
    try (Stream<Path> files = Files.list(written)) {
      return Files.readAllBytes(
          files
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SparkSession spark() {
    return SparkSessions.start(home.config().name());
  }

  /** The one text of each record, by its key. */
  private Map<String, String> searched() {
    Map<String, String> found = new TreeMap<>();
    home.searchable().forEach((key, texts) -> found.put(key, String.join("", texts)));
    return found;
  }
}
