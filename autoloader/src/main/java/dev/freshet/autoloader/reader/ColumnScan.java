package dev.freshet.autoloader.reader;

import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.schema.SchemaColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.SparkException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Looks which columns files have, by Spark's own inference. Costs one more reading of text formats,
 * and of the footers or heads of the others.
 */
public final class ColumnScan {
  private final SparkFormat format;
  private final boolean types;

  /**
   * @param types whether the types of csv and xml are wanted; the other formats have them at no
   *     cost
   */
  public ColumnScan(SparkFormat format, boolean types) {
    this.format = format;
    this.types = types;
  }

  /**
   * The columns that some files of a batch have.
   *
   * @param files the files
   * @param columns of each of them, or of all together where columns are found by name; with the
   *     types that they need
   * @param corrupt the column for the text of a malformed record, if there may be one
   */
  public record Seen(List<FileStatus> files, StructType columns, Optional<StructField> corrupt) {}

  /** The columns of all these files, those with the same ones together. */
  public List<Seen> of(List<FileStatus> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    return switch (format.name()) {
      case CSV -> separated(files);
      case JSON, XML -> List.of(together(files));
      case PARQUET -> parquet(files);
      case AVRO, ORC -> each(files);
      case TEXT, BINARY_FILE, ENVELOPE -> List.of();
    };
  }

  private Seen together(List<FileStatus> files) {
    StructType seen =
        format
            .infer(
                files,
                format.name() == CloudFilesFormat.XML
                    ? Map.of("samplingRatio", "1.0", "inferSchema", Boolean.toString(types))
                    : Map.of("samplingRatio", "1.0"))
            .orElseGet(StructType::new);
    String corrupt = format.corruptColumn();
    return new Seen(
        files,
        SchemaColumns.without(seen, corrupt),
        SchemaColumns.find(seen, corrupt) < 0 ? Optional.empty() : Optional.of(text(corrupt)));
  }

  private static StructField text(String name) {
    return DataTypes.createStructField(name, DataTypes.StringType, true);
  }

  /** Files with the same header have the same columns. */
  private List<Seen> separated(List<FileStatus> files) {
    Map<List<String>, List<FileStatus>> byHeader = new LinkedHashMap<>();
    CsvHeader header = new CsvHeader(format);
    for (FileStatus file : files) {
      Optional<List<String>> names = header.of(file.getPath());
      names.ifPresent(each -> byHeader.computeIfAbsent(each, none -> new ArrayList<>()).add(file));
    }
    List<Seen> seen = new ArrayList<>();
    for (Map.Entry<List<String>, List<FileStatus>> each : byHeader.entrySet()) {
      seen.add(
          new Seen(
              each.getValue(),
              separated(each.getKey(), each.getValue()),
              Optional.of(text(format.corruptColumn()))));
    }
    return seen;
  }

  private StructType separated(List<String> names, List<FileStatus> files) {
    StructType texts = CsvHeader.columns(names);
    if (!types) {
      return texts;
    }
    Map<String, String> options = Map.of("inferSchema", "true", "samplingRatio", "1.0");
    return format
        .infer(files, options)
        .filter(seen -> List.of(seen.fieldNames()).equals(names))
        .orElse(texts);
  }

  /** One job reads all footers; if the files do not agree, each is looked at. */
  private List<Seen> parquet(List<FileStatus> files) {
    if (files.size() == 1) {
      return each(files);
    }
    try {
      return List.of(
          new Seen(
              files,
              format.infer(files, Map.of("mergeSchema", "true")).orElseGet(StructType::new),
              Optional.empty()));
    } catch (Exception e) { // Spark throws checked exceptions that its signature does not name.
      if (e instanceof SparkException) {
        return each(files);
      }
      throw e;
    }
  }

  private List<Seen> each(List<FileStatus> files) {
    Map<StructType, List<FileStatus>> bySchema = new LinkedHashMap<>();
    for (FileStatus file : files) {
      StructType columns =
          format.name() == CloudFilesFormat.PARQUET
              ? format.parquetColumns(file)
              : format
                  .infer(List.of(file), Map.of("mergeSchema", "false"))
                  .orElseGet(StructType::new);
      bySchema.computeIfAbsent(columns, none -> new ArrayList<>()).add(file);
    }
    return bySchema.entrySet().stream()
        .map(each -> new Seen(each.getValue(), each.getKey(), Optional.empty()))
        .toList();
  }
}
