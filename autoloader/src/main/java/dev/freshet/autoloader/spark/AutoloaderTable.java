package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.typed.FileMetadata;
import java.util.EnumSet;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The landing zone as Spark's planner sees it: readable as a micro-batch stream, and as a batch of
 * what has landed.
 */
final class AutoloaderTable implements SupportsRead, SupportsMetadataColumns {
  private final StructType schema;
  private final boolean inferred;
  private final AutoloaderOptions options;

  /**
   * @param inferred whether the schema was inferred; else a user gave it
   */
  AutoloaderTable(StructType schema, boolean inferred, AutoloaderOptions options) {
    this.schema = schema;
    this.inferred = inferred;
    this.options = options;
  }

  @Override
  public String name() {
    return "autoloader " + options.path();
  }

  @Override
  @SuppressWarnings("deprecation") // The replacement, columns(), is by default derived from this.
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.MICRO_BATCH_READ, TableCapability.BATCH_READ);
  }

  /** A column of the schema with that name comes before the hidden one. */
  @Override
  public MetadataColumn[] metadataColumns() {
    return options.reading().enveloped()
        ? new MetadataColumn[0]
        : new MetadataColumn[] {FileMetadata.column()};
  }

  @Override
  public boolean canRenameConflictingMetadataColumns() {
    return true;
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap readOptions) {
    return () -> new AutoloaderScan(schema, inferred, options);
  }

  private record AutoloaderScan(StructType readSchema, boolean inferred, AutoloaderOptions options)
      implements Scan {

    @Override
    public String description() {
      return "autoloader " + options.path();
    }

    @Override
    public Batch toBatch() {
      return LandedNow.batch(new AutoloaderStream.Rows(readSchema, inferred), options);
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
      return AutoloaderStream.start(
          new AutoloaderStream.Rows(readSchema, inferred), options, checkpointLocation);
    }
  }
}
