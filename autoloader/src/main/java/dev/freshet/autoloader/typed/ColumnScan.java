package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.schema.SchemaColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.SparkException;
import org.apache.spark.sql.types.StructType;

/**
 * Looks which columns files have, by Spark's own inference. Costs one more reading of text formats,
 * and of the footers or heads of the others.
 */
final class ColumnScan {
  private static final String CORRUPT = "columnNameOfCorruptRecord";

  private final SparkFormat format;
  private final boolean types;

  /**
   * @param types whether the types of csv are wanted; the other formats have them at no cost
   */
  ColumnScan(SparkFormat format, boolean types) {
    this.format = format;
    this.types = types;
  }

  /** The columns of all these files, those with the same ones together. */
  List<SeenColumns> of(List<FileStatus> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    return switch (format.name()) {
      case CSV -> separated(files);
      case JSON, XML -> List.of(new SeenColumns(files, together(files)));
      case PARQUET -> parquet(files);
      case AVRO, ORC -> each(files);
      case TEXT, BINARY_FILE, ENVELOPE -> List.of();
    };
  }

  private StructType together(List<FileStatus> files) {
    StructType seen =
        format.infer(files, Map.of("samplingRatio", "1.0")).orElseGet(StructType::new);
    return SchemaColumns.without(seen, corruptColumn());
  }

  private String corruptColumn() {
    return format
        .option(CORRUPT)
        .orElseGet(() -> format.session().conf().get("spark.sql." + CORRUPT));
  }

  /** Files with the same header have the same columns. */
  private List<SeenColumns> separated(List<FileStatus> files) {
    Map<List<String>, List<FileStatus>> byHeader = new LinkedHashMap<>();
    CsvHeader header = new CsvHeader(format);
    for (FileStatus file : files) {
      Optional<List<String>> names = header.of(file.getPath());
      names.ifPresent(each -> byHeader.computeIfAbsent(each, none -> new ArrayList<>()).add(file));
    }
    List<SeenColumns> seen = new ArrayList<>();
    for (Map.Entry<List<String>, List<FileStatus>> each : byHeader.entrySet()) {
      seen.add(new SeenColumns(each.getValue(), separated(each.getKey(), each.getValue())));
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
  private List<SeenColumns> parquet(List<FileStatus> files) {
    try {
      return List.of(
          new SeenColumns(
              files,
              format.infer(files, Map.of("mergeSchema", "true")).orElseGet(StructType::new)));
    } catch (Exception e) {
      if (files.size() > 1 && e instanceof SparkException) {
        return each(files);
      }
      throw e;
    }
  }

  private List<SeenColumns> each(List<FileStatus> files) {
    Map<StructType, List<FileStatus>> bySchema = new LinkedHashMap<>();
    for (FileStatus file : files) {
      StructType columns =
          format.infer(List.of(file), Map.of("mergeSchema", "false")).orElseGet(StructType::new);
      bySchema.computeIfAbsent(columns, none -> new ArrayList<>()).add(file);
    }
    return bySchema.entrySet().stream()
        .map(each -> new SeenColumns(each.getValue(), each.getKey()))
        .toList();
  }
}
