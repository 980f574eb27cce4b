package dev.freshet.autoloader.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.autoloader.filelog.FileVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The typed columns that one of Spark's own file sources reads. It is used through its public
 * interfaces, so that its reader options and behaviour are exactly Spark's.
 */
final class TypedForm implements OutputForm {
  private static final Logger LOGGER = LoggerFactory.getLogger(TypedForm.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IGNORE_MISSING = "ignoreMissingFiles";

  /** Above this many paths Spark lists them by a job of up to 10 000 tasks: seconds per batch. */
  private static final String LISTING_JOB_THRESHOLD =
      "spark.sql.sources.parallelPartitionDiscovery.threshold";

  private final Supplier<TableProvider> provider;
  private final StructType schema;
  private final Map<String, String> readerOptions;

  /**
   * @param provider makes a new source for each batch, because a source keeps its first table
   */
  TypedForm(
      Supplier<TableProvider> provider, StructType schema, Map<String, String> readerOptions) {
    this.provider = provider;
    this.schema = schema;
    this.readerOptions = readerOptions;
  }

  @Override
  public Batch batch(List<FileVersion> files) {
    Map<String, String> options = new HashMap<>(readerOptions);
    options.put("paths", pathsJson(files));
    options.put("__globPaths__", "false"); // File names may contain glob characters.
    options.put("recursiveFileLookup", "true"); // No partition columns out of directory names.
    return withoutListingJob(
        () ->
            ((SupportsRead) provider.get().getTable(schema, new Transform[0], options))
                .newScanBuilder(new CaseInsensitiveStringMap(options))
                .build()
                .toBatch());
  }

  private String pathsJson(List<FileVersion> files) {
    Set<String> paths = new LinkedHashSet<>(); // Two versions of one path are one file to read.
    List<String> missing = new ArrayList<>();
    for (FileVersion file : files) {
      Path path = Path.of(file.path());
      if (Files.exists(path)) {
        paths.add("file:" + file.path()); // Hadoop takes the text as it is, not as an escaped URI.
      } else {
        missing.add(file.path());
      }
    }
    if (!missing.isEmpty()) {
      reportMissing(missing);
    }
    try {
      return JSON.writeValueAsString(paths);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a list of paths as JSON", e);
    }
  }

  private void reportMissing(List<String> missing) {
    if (!new CaseInsensitiveStringMap(readerOptions).getBoolean(IGNORE_MISSING, false)) {
      throw new IllegalStateException(
          "Cannot read "
              + missing.size()
              + " file(s), first "
              + missing.get(0)
              + ": removed after discovery and before reading. Restore them, or set "
              + IGNORE_MISSING
              + "=true to continue without them.");
    }
    LOGGER
        .atWarn()
        .addKeyValue("files", missing.size())
        .addKeyValue("path", missing.get(0))
        .log("files were removed before they were read");
  }

  /** The stream's session is a clone of the user's, and this runs on the stream's thread. */
  private static <T> T withoutListingJob(Supplier<T> planning) {
    RuntimeConfig conf = SparkSession.active().conf();
    String before = conf.get(LISTING_JOB_THRESHOLD);
    conf.set(LISTING_JOB_THRESHOLD, Integer.MAX_VALUE);
    try {
      return planning.get();
    } finally {
      conf.set(LISTING_JOB_THRESHOLD, before);
    }
  }
}
