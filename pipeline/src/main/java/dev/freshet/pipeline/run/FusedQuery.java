package dev.freshet.pipeline.run;

import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.pipeline.landing.RowForm;
import dev.freshet.pipeline.landing.SourceAccess;
import dev.freshet.pipeline.session.BatchMemory;
import dev.freshet.pipeline.stage.BatchProcessor;
import dev.freshet.pipeline.stage.landed.BatchOrigin;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** The one streaming query of the fused topology. */
final class FusedQuery {

  /** Bounds what Spark plans if files are tiny. Admission bounds the bytes, and so the time. */
  private static final int MAX_FILES_PER_TRIGGER = 1000;

  private final SparkSession spark;
  private final FreshetConfig config;
  private final StopGate gate;

  /**
   * @param gate every batch passes it before it writes anything
   */
  FusedQuery(SparkSession spark, FreshetConfig config, StopGate gate) {
    this.spark = spark;
    this.config = config;
    this.gate = gate;
  }

  /**
   * Starts the query.
   *
   * @param streamId names the checkpoint and the registered admission
   * @param origin where the batch that the stream has just taken comes from
   * @param completed called after each batch
   * @param startAfter sequence after which to start without a checkpoint, if it is new or lost
   * @param once whether to end once everything that has landed is processed
   * @throws TimeoutException if a query of the same name does not end
   */
  StreamingQuery start(
      BatchProcessor processor,
      Supplier<BatchOrigin> origin,
      Runnable completed,
      String streamId,
      long startAfter,
      boolean once)
      throws TimeoutException {
    VoidFunction2<Dataset<Row>, Long> toProcessor =
        (batch, sparkBatchId) -> {
          gate.pass();
          BatchOrigin taken = origin.get();
          processor.process(LandedRowCodec.decode(batch.collectAsList()), taken);
          completed.run();
        };
    return spark
        .readStream()
        .format("autoloader")
        .options(sourceOptions(config, streamId, startAfter))
        .load(config.source().location().text())
        .writeStream()
        .queryName(config.name())
        .option("checkpointLocation", config.layout().checkpoint(streamId).toString())
        .trigger(trigger(once))
        .foreachBatch(toProcessor)
        .start();
  }

  private Trigger trigger(boolean once) {
    return once
        ? Trigger.AvailableNow()
        : Trigger.ProcessingTime(config.pipeline().trigger().toMillis());
  }

  /**
   * The autoloader's options: those of the user, overridden by the keys of the configuration and by
   * the options that recovery relies on.
   */
  static Map<String, String> sourceOptions(FreshetConfig config, String streamId, long startAfter) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(config.source().options());
    options.putAll(SourceAccess.placeOptions(config.source()));
    options.remove("path"); // The argument of load.
    options.put("autoloader.fileLog", config.layout().fileLog().toString());
    options.put("autoloader.startAfterSequence", Long.toString(startAfter));
    options.put("autoloader.admission", streamId);
    options.putAll(RowForm.options(config.source().format()));
    OptionalInt files = config.pipeline().maxFilesPerTrigger().files();
    options.put(
        "cloudFiles.maxFilesPerTrigger", Integer.toString(files.orElse(MAX_FILES_PER_TRIGGER)));
    options.putIfAbsent(
        "cloudFiles.maxBytesPerTrigger", Long.toString(BatchMemory.batchEndBytes()));
    options.putIfAbsent(EnvelopeOptions.MAX_FILE_BYTES, Long.toString(BatchMemory.maxFileBytes()));
    return options;
  }
}
