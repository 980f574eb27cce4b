package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.option.SchemaOptions;
import dev.freshet.autoloader.reader.CarefulScan;
import dev.freshet.autoloader.reader.ColumnScan;
import dev.freshet.autoloader.reader.FileInBatch;
import dev.freshet.autoloader.reader.FileLayout;
import dev.freshet.autoloader.reader.LandedStatus;
import dev.freshet.autoloader.reader.LongRecords;
import dev.freshet.autoloader.reader.SparkFormat;
import dev.freshet.autoloader.schema.SchemaColumns;
import dev.freshet.autoloader.schema.SchemaPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.execution.datasources.PartitioningUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output form of every format that Spark reads: typed columns. A batch reads the files that it
 * is given and lists nothing. Used by the thread of one stream.
 */
public final class TypedForm {
  private static final Logger LOGGER = LoggerFactory.getLogger(TypedForm.class);

  private final LayoutReader.Output output;
  private final StructType columns;
  private final LandingAccess landing;
  private final SparkFormat format;
  private final PathColumns pathColumns;
  private final SchemaWatch watch;
  private final LayoutPlanner planner;
  private final Optional<String> badRecordsPath;
  private final Whose whose;

  /**
   * Whose files are read.
   *
   * @param streamId of the file log that numbers them
   * @param withErrors is told of the files of which not all became rows
   */
  public record Whose(String streamId, ReadErrorNote withErrors) {}

  /**
   * @param output the columns of the stream
   * @param inferred whether they were inferred; else a user gave them
   * @param options of the stream
   * @param landing how files are reached
   * @throws IllegalArgumentException if Spark does not have the format on its class path
   */
  public TypedForm(
      StructType output,
      boolean inferred,
      AutoloaderOptions options,
      LandingAccess landing,
      Whose whose) {
    this.landing = landing;
    this.badRecordsPath = options.reading().badRecordsPath();
    this.whose = whose;
    SchemaOptions schema = options.reading().schema();
    this.output =
        new LayoutReader.Output(
            output,
            schema.rescuedColumnOf(inferred).filter(name -> SchemaColumns.find(output, name) >= 0),
            schema.caseSensitive(),
            options.reading().timeZone());
    this.columns =
        this.output.rescuedColumn().map(name -> SchemaColumns.without(output, name)).orElse(output);
    this.format =
        SparkFormat.of(
            options.format(),
            LandedStatus.readerOptions(separating(options.readerOptions()), landing));
    this.pathColumns = new PathColumns(landing.landing(), schema.pathColumns());
    boolean rescues = this.output.rescuedColumn().isPresent();
    this.planner = new LayoutPlanner(options.format(), rescues, schema.caseSensitive());
    this.watch =
        new SchemaWatch(
            new SchemaPolicy(schema.evolutionOf(inferred), SchemaInference.isOfTexts(options)),
            columns,
            rescues,
            options);
  }

  /**
   * With what Spark's readers are told where what they cannot read is written down: to pass over
   * nothing, and of xml to give the text of a row; the other parser of xml gives the whole file.
   */
  private Map<String, String> separating(Map<String, String> given) {
    if (badRecordsPath.isEmpty()) {
      return given;
    }
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(given);
    options.put(FileSourceOptions.IGNORE_CORRUPT_FILES(), "false");
    options.put(FileSourceOptions.IGNORE_MISSING_FILES(), "false");
    options.putIfAbsent("useLegacyXMLParser", "true");
    return options;
  }

  /**
   * The plan for these versions; two versions of one path are one file to read.
   *
   * @throws dev.freshet.autoloader.schema.UnknownFieldException if a file has columns without which
   *     the stream may not go on
   */
  public Batch batch(List<FileVersion> versions) {
    Map<String, Long> sequences = new LinkedHashMap<>();
    versions.forEach(version -> sequences.put(version.path(), version.sequence()));
    BadRecords bad = versions.isEmpty() ? null : badRecords(versions.get(0).discoveredAt());
    if (bad == null) {
      Map<String, FileStatus> landed = landed(sequences.keySet(), this::reportMissing);
      withoutRefused(landed, this::refuse);
      return batch(sequences, landed, seen(landed, scan -> scan.of(List.copyOf(landed.values()))));
    }
    bad.forget(Set.copyOf(sequences.values()));
    BiConsumer<String, IOException> unreadable =
        (path, why) -> bad.badFile(sequences.get(path), LandedStatus.path(path).toString(), why);
    Map<String, FileStatus> landed =
        landed(
            sequences.keySet(),
            missing -> missing.forEach(path -> unreadable.accept(path, gone(path))));
    withoutRefused(landed, unreadable);
    Map<FileStatus, ColumnScan.Seen> seen =
        seen(landed, scan -> new CarefulScan(scan, landing).of(landed, unreadable));
    return batch(sequences, landed, seen).separating(bad, landing);
  }

  private TypedBatch batch(
      Map<String, Long> sequences,
      Map<String, FileStatus> landed,
      Map<FileStatus, ColumnScan.Seen> seen) {
    List<FileInBatch> files = new ArrayList<>();
    landed.forEach(
        (path, status) -> files.add(planned(sequences.get(path), path, status, seen.get(status))));
    return new TypedBatch(format, output, files);
  }

  private @Nullable BadRecords badRecords(Instant batch) {
    return badRecordsPath
        .map(
            base ->
                new BadRecords(base, whose.streamId(), batch, format.hadoop(), whose.withErrors()))
        .orElse(null);
  }

  /** The files as they are now, by their paths, without those that are gone. */
  private Map<String, FileStatus> landed(Set<String> paths, Consumer<List<String>> gone) {
    List<String> missing = new ArrayList<>();
    Map<String, FileStatus> landed = new LinkedHashMap<>();
    landing
        .lookAll(paths)
        .forEach(
            (path, now) ->
                now.map(LandedStatus::of)
                    .ifPresentOrElse(status -> landed.put(path, status), () -> missing.add(path)));
    if (!missing.isEmpty()) {
      requireLandingZone(missing.get(0));
      gone.accept(missing);
    }
    return landed;
  }

  /**
   * Leaves out the files that no reader need look at: a record in them is too large, or they are
   * empty and cannot be.
   */
  private void withoutRefused(
      Map<String, FileStatus> landed, BiConsumer<String, IOException> refused) {
    Map<String, IOException> reasons = new LinkedHashMap<>();
    landed.forEach(
        (path, status) -> {
          if (status.getLen() == 0 && format.name().hasEnd()) {
            reasons.put(path, new EmptyFileException());
          }
        });
    LongRecords.of(format, landing)
        .in(landed)
        .forEach((path, reason) -> reasons.put(path, new IOException(reason)));
    reasons.forEach(
        (path, reason) -> {
          landed.remove(path);
          refused.accept(path, reason);
        });
  }

  /** A file without a byte has no row; Spark's own file source passes over it, too. */
  private void refuse(String path, IOException reason) {
    if (!(reason instanceof EmptyFileException) && !format.fileOptions().ignoreCorruptFiles()) {
      throw new IllegalStateException(
          "Cannot read "
              + path
              + ": "
              + reason.getMessage()
              + " Or set badRecordsPath to continue without it.",
          reason);
    }
    LOGGER
        .atWarn()
        .addKeyValue("path", path)
        .addKeyValue("reason", reason.getMessage())
        .log("file has no rows");
  }

  private static final class EmptyFileException extends IOException {
    private static final long serialVersionUID = 1;

    EmptyFileException() {
      super("it is empty");
    }
  }

  private void requireLandingZone(String path) {
    try {
      landing.requireLandingZone(path, gone(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IOException gone(String path) {
    return new NoSuchFileException(path);
  }

  /** The columns of the files, where they count. */
  private Map<FileStatus, ColumnScan.Seen> seen(
      Map<String, FileStatus> landed, Function<ColumnScan, List<ColumnScan.Seen>> look) {
    Map<FileStatus, ColumnScan.Seen> columnsOf = new HashMap<>();
    if (watch.isNeeded() && !landed.isEmpty()) {
      List<ColumnScan.Seen> seen = look.apply(new ColumnScan(format, hasTypes()));
      watch.requireKnown(seen, format.hadoop());
      seen.forEach(each -> each.files().forEach(file -> columnsOf.put(file, each)));
    }
    return columnsOf;
  }

  private boolean hasTypes() {
    return !columns.equals(SchemaColumns.asStrings(columns));
  }

  private FileInBatch planned(
      long sequence, String file, FileStatus status, ColumnScan.@Nullable Seen seen) {
    Map<String, @Nullable String> values = pathColumns.of(file);
    StructType path = PathColumns.in(columns, values);
    StructType wanted = wanted(path);
    requireColumns(file, wanted.length());
    FileLayout layout =
        seen == null ? FileLayout.of(wanted, path) : planner.plan(wanted, path, seen);
    return new FileInBatch(
        sequence,
        status,
        badRecordsPath.isEmpty() ? layout : planner.separating(layout, format.corruptColumn()),
        row(file, path, values));
  }

  /** A column for malformed records has none while they are written down elsewhere. */
  private StructType wanted(StructType path) {
    StructType wanted = SchemaColumns.without(columns, path);
    return badRecordsPath.isEmpty()
        ? wanted
        : SchemaColumns.without(wanted, format.corruptColumn());
  }

  private void requireColumns(String file, int inTheFile) {
    if (format.name() == CloudFilesFormat.TEXT && inTheFile > 1) {
      throw new IllegalArgumentException(
          "Cannot read "
              + file
              + ": cloudFiles.format text has one STRING column, and the schema "
              + columns.simpleString()
              + " has "
              + inTheFile
              + " that no directory names. Leave .schema(...) out, or correct it.");
    }
  }

  private InternalRow row(String file, StructType path, Map<String, @Nullable String> values) {
    Object[] row = new Object[path.length()];
    for (int i = 0; i < row.length; i++) {
      String name = path.apply(i).name();
      String value = values.get(name);
      try {
        row[i] =
            value == null
                ? null
                : PartitioningUtils.castPartValueToDesiredType(
                    path.apply(i).dataType(),
                    value,
                    ZoneId.of(output.timeZone(), ZoneId.SHORT_IDS));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IllegalStateException(
            "Cannot read "
                + file
                + ": its directory says "
                + name
                + "="
                + value
                + ", and the column has the type "
                + path.apply(i).dataType().sql()
                + ". Rename the directory, give the column the type STRING, or leave it out with"
                + " cloudFiles.partitionColumns.",
            e);
      }
    }
    return new GenericInternalRow(row);
  }

  private void reportMissing(List<String> missing) {
    if (!format.fileOptions().ignoreMissingFiles()) {
      throw new IllegalStateException(
          "Cannot read "
              + missing.size()
              + " file(s), first "
              + missing.get(0)
              + ": removed after discovery and before reading. Restore them, or set"
              + " ignoreMissingFiles=true to continue without them.");
    }
    LOGGER
        .atWarn()
        .addKeyValue("files", missing.size())
        .addKeyValue("path", missing.get(0))
        .log("files were removed before they were read");
  }

  /** The schema of a user with the column for rescued data, if one is asked for. */
  public static StructType withRescuedColumn(StructType given, AutoloaderOptions options) {
    return options
        .reading()
        .schema()
        .rescuedColumn()
        .filter(name -> SchemaColumns.find(given, name) < 0)
        .map(name -> given.add(name, DataTypes.StringType))
        .orElse(given);
  }
}
