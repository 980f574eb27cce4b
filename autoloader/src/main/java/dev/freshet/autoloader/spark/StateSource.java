package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.filelog.FileHistory.Archived;
import dev.freshet.autoloader.option.LocalPath;
import dev.freshet.autoloader.state.TrackedFile;
import dev.freshet.autoloader.state.TrackedFiles;
import dev.freshet.storage.location.Location;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * What Spark finds as {@code format("autoloader-state")}: a row for each file version that a stream
 * of format {@code autoloader} has found, as it is when the rows are read. {@code load} takes the
 * checkpoint location of the stream or the directory of its file log. The driver reads the file
 * log, which is on its disk, and holds the rows in memory.
 */
public final class StateSource implements TableProvider, DataSourceRegister {

  private static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("size", DataTypes.LongType, false)
          .add("modification_time", DataTypes.TimestampType, false)
          .add("sequence", DataTypes.LongType)
          .add("state", DataTypes.StringType, false)
          .add("reason", DataTypes.StringType)
          .add("discovery_time", DataTypes.TimestampType, false)
          .add("processed_time", DataTypes.TimestampType)
          .add("commit_time", DataTypes.TimestampType)
          .add("archive_time", DataTypes.TimestampType)
          .add("archive_mode", DataTypes.StringType)
          .add("move_location", DataTypes.StringType)
          .add("source_id", DataTypes.StringType, false);

  /** For Spark's service loader. */
  public StateSource() {}

  @Override
  public String shortName() {
    return "autoloader-state";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return SCHEMA;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    String path = new CaseInsensitiveStringMap(properties).get("path");
    if (path == null || path.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot read format autoloader-state: no path is given. Give load(...) the checkpoint"
              + " location of a stream, or the directory of its file log.");
    }
    if (Location.isRemote(path)) {
      Configuration process = SparkSession.active().sessionState().newHadoopConf();
      SharedState shared = SharedState.of(path, properties, process);
      return new StateTable(shared.toString(), shared::use);
    }
    Path fileLog = TrackedFiles.fileLogOf(LocalPath.parse("checkpoint", path));
    return new StateTable(
        fileLog.toString(),
        use -> {
          try (TrackedFiles files = TrackedFiles.open(fileLog)) {
            use.accept(files);
          }
        });
  }

  /** Opens the files of a log for one use. */
  @FunctionalInterface
  private interface Opener {
    void use(Consumer<TrackedFiles> use);
  }

  private record StateTable(String fileLog, Opener files) implements SupportsRead {

    @Override
    public String name() {
      return "autoloader-state " + fileLog;
    }

    @Override
    @SuppressWarnings("deprecation") // The replacement, columns(), is by default derived from this.
    public StructType schema() {
      return SCHEMA;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return EnumSet.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return () -> new StateScan(files);
    }
  }

  private record StateScan(Opener opener) implements LocalScan {

    @Override
    public StructType readSchema() {
      return SCHEMA;
    }

    @Override
    public InternalRow[] rows() {
      List<InternalRow> rows = new ArrayList<>();
      opener.use(
          files -> {
            UTF8String id = UTF8String.fromString(files.streamId());
            files.forEach(file -> rows.add(row(file, id)));
          });
      return rows.toArray(InternalRow[]::new);
    }

    private static InternalRow row(TrackedFile file, UTF8String id) {
      Optional<Archived> archived = file.archived();
      return new GenericInternalRow(
          new @Nullable Object[] {
            UTF8String.fromString(file.file().path()),
            file.file().size(),
            micros(file.file().modifiedAt()),
            file.sequence() == 0 ? null : file.sequence(),
            UTF8String.fromString(file.state().label()),
            file.reason().isEmpty() ? null : UTF8String.fromString(file.reason()),
            micros(file.times().discoveredAt()),
            file.times().processedAt().map(StateScan::micros).orElse(null),
            file.times().committedAt().map(StateScan::micros).orElse(null),
            archived.flatMap(Archived::at).map(StateScan::micros).orElse(null),
            archived.map(each -> UTF8String.fromString(each.mode().name())).orElse(null),
            archived.flatMap(Archived::movedTo).map(UTF8String::fromString).orElse(null),
            id
          });
    }

    private static Long micros(Instant time) {
      return TimeUnit.SECONDS.toMicros(time.getEpochSecond())
          + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }
  }
}
