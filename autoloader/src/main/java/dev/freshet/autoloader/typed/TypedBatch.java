package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.reader.FileInBatch;
import dev.freshet.autoloader.reader.FileLayout;
import dev.freshet.autoloader.reader.SparkFormat;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.v2.FilePartitionReaderFactory;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The plan of a batch: its files in tasks as large as Spark's own, and a reader for each layout.
 */
final class TypedBatch implements Batch {
  private final SparkFormat format;
  private final LayoutReader.Output output;
  private final List<FileInBatch> files;
  private final @Nullable Separation separation;

  /** A batch that fails on a file that cannot be read. */
  TypedBatch(SparkFormat format, LayoutReader.Output output, List<FileInBatch> files) {
    this(format, output, files, null);
  }

  private TypedBatch(
      SparkFormat format,
      LayoutReader.Output output,
      List<FileInBatch> files,
      @Nullable Separation separation) {
    this.format = format;
    this.output = output;
    this.files = files;
    this.separation = separation;
  }

  /**
   * The same batch, which goes on where something cannot be read.
   *
   * @param bad where that is written down
   * @param landing how files are reached
   */
  TypedBatch separating(BadRecords bad, LandingAccess landing) {
    return new TypedBatch(format, output, files, new Separation(bad, landing));
  }

  private record Separation(BadRecords bad, LandingAccess landing) implements Serializable {}

  @Override
  public InputPartition[] planInputPartitions() {
    long opening = format.openCostBytes();
    long total = files.stream().mapToLong(file -> file.status().getLen() + opening).sum();
    long most = FilePartition.maxSplitBytes(format.session(), () -> total);
    Map<FileLayout, Integer> layouts = layouts();
    List<PartitionedFile> parts = new ArrayList<>();
    for (FileInBatch file : files) {
      boolean splits = format.isSplitable(file.status().getPath());
      parts.addAll(file.parts(splits ? most : Long.MAX_VALUE, layouts.get(file.layout())));
    }
    return CollectionConverters.asJava(
            FilePartition.getFilePartitions(
                format.session(), CollectionConverters.asScala(parts).toSeq(), most))
        .toArray(InputPartition[]::new);
  }

  /** The layouts of the files, numbered. */
  private Map<FileLayout, Integer> layouts() {
    Map<FileLayout, Integer> layouts = new LinkedHashMap<>();
    files.forEach(file -> layouts.putIfAbsent(file.layout(), layouts.size()));
    return layouts;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    List<LayoutReader> readers =
        layouts().keySet().stream().map(layout -> LayoutReader.of(format, layout, output)).toList();
    return new Readers(readers, format.fileOptions(), separation);
  }

  /**
   * Makes the reader of each task. Its base class is that of Spark's own file sources, which skips
   * missing and corrupt files where the user says so and names the file in every error.
   */
  private static final class Readers extends FilePartitionReaderFactory {
    private static final long serialVersionUID = 1;

    private final ArrayList<LayoutReader> readers;
    private final FileSourceOptions options;
    private final @Nullable Separation separation;

    Readers(
        List<LayoutReader> readers, FileSourceOptions options, @Nullable Separation separation) {
      this.readers = new ArrayList<>(readers);
      this.options = options;
      this.separation = separation;
    }

    @Override
    public FileSourceOptions options() {
      return options;
    }

    @Override
    public PartitionReader<InternalRow> buildReader(PartitionedFile part) {
      LayoutReader reader = readers.get(FileInBatch.layout(part));
      return separation == null
          ? reader.read(part)
          : new SeparatingReader(reader, part, separation.bad(), separation.landing());
    }
  }
}
