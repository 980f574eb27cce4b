package dev.freshet.autoloader.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How a test writes files of a format, and how it sees their rows. */
enum FormatSample {
  JSON("json", "id BIGINT, name STRING", Map.of()),
  MULTI_LINE_JSON("json", "id BIGINT, name STRING", Map.of("multiLine", "true")),
  CSV("csv", "id BIGINT, name STRING", Map.of("header", "true", "sep", ";")),
  PARQUET("parquet", "id BIGINT, name STRING", Map.of()),
  AVRO("avro", "id BIGINT, name STRING", Map.of()),
  ORC("orc", "id BIGINT, name STRING", Map.of()),
  TEXT("text", "value STRING", Map.of()),
  XML("xml", "id BIGINT, name STRING", Map.of("rowTag", "row")),
  BINARY_FILE(
      "binaryFile",
      "path STRING, modificationTime TIMESTAMP, length BIGINT, content BINARY",
      Map.of());

  final String format;
  final String schema;
  final Map<String, String> options;

  FormatSample(String format, String schema, Map<String, String> options) {
    this.format = format;
    this.schema = schema;
    this.options = options;
  }

  /** Whether Spark unpacks files of the format by the ending of their name. */
  boolean isPackedAsAWhole() {
    return this != PARQUET && this != AVRO && this != ORC && this != BINARY_FILE;
  }

  /** A file with the rows of these numbers. */
  byte[] file(SparkSession spark, long from, long to) {
    return switch (this) {
      case JSON -> lines(from, to, "{\"id\":%1$d,\"name\":\"name %1$d\"}", "", "");
      case MULTI_LINE_JSON ->
          ("["
                  + LongStream.range(from, to)
                      .mapToObj("{\n\"id\":%1$d,\n\"name\":\"name %1$d\"}"::formatted)
                      .collect(Collectors.joining(","))
                  + "]")
              .getBytes(UTF_8);
      case CSV -> lines(from, to, "%1$d;\"name %1$d\"", "id;name\n", "");
      case TEXT, BINARY_FILE -> lines(from, to, "name %1$d", "", "");
      case XML ->
          lines(from, to, "<row><id>%1$d</id><name>name %1$d</name></row>", "<rows>", "</rows>");
      case PARQUET, AVRO, ORC -> written(spark, from, to);
    };
  }

  private static byte[] lines(long from, long to, String line, String before, String after) {
    return LongStream.range(from, to)
        .mapToObj(line::formatted)
        .collect(Collectors.joining("\n", before, "\n" + after))
        .getBytes(UTF_8);
  }

  private byte[] written(SparkSession spark, long from, long to) {
    try {
      Path directory = Files.createTempDirectory("written").resolve("data");
      spark
          .range(from, to)
          .selectExpr("id", "concat('name ', id) AS name")
          .coalesce(1)
          .write()
          .format(format)
          .save(directory.toString());
      try (Stream<Path> files = Files.list(directory)) {
        Path part =
            files
                .filter(file -> file.getFileName().toString().startsWith("part-"))
                .findFirst()
                .orElseThrow();
        return Files.readAllBytes(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names in the rows, in any order. */
  List<String> names(List<Row> rows) {
    return rows.stream().flatMap(this::names).toList();
  }

  private Stream<String> names(Row row) {
    return switch (this) {
      case TEXT -> Stream.of(row.<String>getAs("value"));
      case BINARY_FILE -> new String(row.<byte[]>getAs("content"), UTF_8).lines();
      default -> Stream.of(checked(row));
    };
  }

  private static String checked(Row row) {
    String name = row.getAs("name");
    if (!("name " + row.<Long>getAs("id")).equals(name)) {
      throw new AssertionError("columns do not belong together: " + row);
    }
    return name;
  }

  static List<String> names(long from, long to) {
    return LongStream.range(from, to).mapToObj(each -> "name " + each).toList();
  }
}
