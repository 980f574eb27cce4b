package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.Admission;
import dev.freshet.autoloader.clean.SourceCleaner;
import dev.freshet.autoloader.discovery.Discovery;
import dev.freshet.autoloader.envelope.EnvelopeForm;
import dev.freshet.autoloader.envelope.FileParts;
import dev.freshet.autoloader.envelope.FileToRead;
import dev.freshet.autoloader.enveloped.EnvelopedForm;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileLogDamagedException;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.autoloader.option.EnvelopeOptions.RowUnit;
import dev.freshet.autoloader.option.LiveLimits;
import dev.freshet.autoloader.option.LocalPath;
import dev.freshet.autoloader.typed.TypedForm;
import dev.freshet.storage.location.Location;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadAllAvailable;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running source of one query. It owns the file log and its discovery and answers Spark from
 * them.
 *
 * <p>Spark asks for the latest offset every 10 ms when idle, so that answer comes from memory.
 */
final class AutoloaderStream
    implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {

  private static final Logger LOGGER = LoggerFactory.getLogger(AutoloaderStream.class);

  /** How long a run that drains everything waits for files that may still be being written. */
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(3);

  private final AutoloaderOptions options;
  private final FileLog log;
  private final Discovery discovery;
  private final OutputForm form;
  private final BatchNotes notes;
  private final Optional<SourceCleaner> cleaner;
  private final Optional<Admission.Rule> admission;
  private final LiveLimits limits;
  private @Nullable Planned planned;
  private OptionalLong frozenEnd = OptionalLong.empty();
  private boolean listedOnce;

  /** The last batch planned. Spark plans a batch more than once; this saves the second look-up. */
  private record Planned(long after, long upTo, Batch batch) {}

  private AutoloaderStream(
      AutoloaderOptions options,
      FileLog log,
      Discovery discovery,
      OutputForm form,
      BatchNotes notes,
      Optional<SourceCleaner> cleaner,
      Optional<Admission.Rule> admission) {
    this.options = options;
    this.log = log;
    this.discovery = discovery;
    this.form = form;
    this.notes = notes;
    this.cleaner = cleaner;
    this.admission = admission;
    this.limits = new LiveLimits(log.directory(), options.limits());
  }

  /**
   * The rows of the stream.
   *
   * @param inferred whether the schema was inferred; else a user gave it
   */
  record Rows(StructType schema, boolean inferred) {}

  static AutoloaderStream start(Rows rows, AutoloaderOptions options, String checkpointLocation) {
    LandingPath landing = LandingPath.of(options);
    Path fileLog =
        options
            .position()
            .fileLog()
            .map(text -> LocalPath.parse(AutoloaderOptions.FILE_LOG, text))
            .orElseGet(
                () ->
                    LocalPath.parse("file log below checkpoint", checkpointLocation)
                        .resolve("filelog"));
    requireApart(landing.location(), fileLog, landing.isDeep(options));
    LandingAccess access =
        AccessSettings.access(options, SparkSession.active().sessionState().newHadoopConf());
    Optional<Admission.Rule> admission = options.limits().admission().map(Admission::find);
    FileLog log = FileLog.open(fileLog);
    LOGGER
        .atInfo()
        .addKeyValue("path", landing.location())
        .addKeyValue("streamId", log.streamId())
        .addKeyValue("after", log.lastSequence())
        .log("autoloader stream starts");
    if (!options.ignored().isEmpty()) {
      LOGGER
          .atWarn()
          .addKeyValue("key", options.ignored())
          .log("options are ignored, because cloudFiles.validateOptions is false");
    }
    Optional<SourceCleaner> cleaner = Optional.empty();
    try {
      FilesWithErrors errors = new FilesWithErrors(SparkSession.active().sparkContext());
      OutputForm form = form(rows, options, access, log);
      BatchNotes notes = new BatchNotes(log, checkpointLocation, errors, InstantSource.system());
      requireErrorsToBeSeen(options);
      cleaner = SourceCleaner.start(log, access, options.files().clean(), notes);
      Discovery discovery = Discovery.start(landing, access, options, log);
      return new AutoloaderStream(
          options,
          log,
          discovery,
          options.reading().enveloped() ? form.watched(errors) : form,
          notes,
          cleaner,
          admission);
    } catch (RuntimeException e) {
      cleaner.ifPresent(SourceCleaner::close);
      log.close();
      throw e;
    }
  }

  /** Spark's readers would say nothing of a file that they could not read. */
  private static void requireErrorsToBeSeen(AutoloaderOptions options) {
    if (options.files().clean().mode().isPresent()
        && !options.reading().enveloped()
        && SparkSession.active().sessionState().conf().ignoreCorruptFiles()) {
      throw new IllegalArgumentException(
          "Cannot start source autoloader: with spark.sql.files.ignoreCorruptFiles=true a file that"
              + " was not read would be removed by cloudFiles.cleanSource like one that was. Set one"
              + " of them otherwise.");
    }
  }

  private static void requireApart(Location landing, Path fileLog, boolean recursive) {
    if (recursive && landing instanceof Location.Local local && fileLog.startsWith(local.path())) {
      throw new IllegalArgumentException(
          "Cannot start source autoloader: file log "
              + fileLog
              + " lies in landing path "
              + landing
              + ", which is read with its sub-directories, so the stream would read its own state."
              + " Put the checkpoint elsewhere, or set recursiveFileLookup=false.");
    }
  }

  private static OutputForm form(
      Rows rows, AutoloaderOptions options, LandingAccess landing, FileLog log) {
    Map<String, String> reader = options.readerOptions();
    if (options.format() == CloudFilesFormat.ENVELOPE) {
      EnvelopeForm form = new EnvelopeForm(EnvelopeOptions.parse(reader), landing);
      RowUnit row = EnvelopeOptions.parse(reader).row();
      boolean lines = row == RowUnit.LINE || row == RowUnit.JSON_LINE;
      return envelope(
          form.parts(log),
          new RepeatedLines(log, landing, options.files().followLinks(), lines),
          files -> form.batch(files, log.streamId()));
    }
    if (options.reading().enveloped()) {
      EnvelopedForm form = new EnvelopedForm(options, landing);
      return envelope(
          form.parts(log),
          new RepeatedLines(log, landing, options.files().followLinks(), false),
          files -> form.batch(files, log.streamId()));
    }
    return new TypedForm(rows.schema(), rows.inferred(), options, landing)::batch;
  }

  private static OutputForm envelope(
      Optional<FileParts> parts,
      RepeatedLines repeated,
      Function<List<FileToRead>, Batch> toBatch) {
    return new OutputForm() {
      @Override
      public Batch batch(List<FileVersion> files) {
        List<FileToRead> planned = repeated.of(files);
        return toBatch.apply(parts.isEmpty() ? planned : parts.get().of(planned));
      }

      @Override
      public void close() {
        parts.ifPresent(FileParts::close);
      }
    };
  }

  @Override
  public Offset initialOffset() {
    awaitFirstListing();
    long existing =
        options.position().includeExisting()
            ? log.startAfter()
            : log.existingSequence().orElse(log.lastSequence());
    log.history().leftOutThrough(options.position().includeExisting() ? 0 : existing);
    long start = Math.max(existing, options.position().startAfter());
    requireReached("autoloader.startAfterSequence", start);
    return new AutoloaderOffset(start);
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("latestOffset(Offset, ReadLimit) is the one in use");
  }

  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    awaitFirstListing();
    long after = AutoloaderOffset.of(start).sequence();
    long end = frozenEnd.orElse(discovery.lastSequence());
    if (after == end) {
      return start;
    }
    requireReached("the checkpoint", after);
    long batchEnd = new NextBatch(log, after, end).end(limitNow(limit), admission);
    return batchEnd == after ? start : new AutoloaderOffset(batchEnd);
  }

  @Override
  public Offset reportLatestOffset() {
    return new AutoloaderOffset(log.lastSequence());
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return readLimit(options.limits());
  }

  private static ReadLimit readLimit(AutoloaderOptions.Limits limits) {
    ReadLimit files = ReadLimit.maxFiles(limits.maxFiles());
    OptionalLong bytes = limits.maxBytes();
    return bytes.isEmpty()
        ? files
        : ReadLimit.compositeLimit(new ReadLimit[] {files, ReadLimit.maxBytes(bytes.getAsLong())});
  }

  /** Spark asks for the default once; a query that takes all is not limited. */
  private ReadLimit limitNow(ReadLimit limit) {
    return limit instanceof ReadAllAvailable ? limit : readLimit(limits.current());
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    interruptibly(() -> discovery.awaitLanded(SETTLE_LIMIT));
    frozenEnd = OptionalLong.of(log.lastSequence());
  }

  @Override
  public Offset deserializeOffset(String json) {
    return AutoloaderOffset.fromJson(json);
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    long after = AutoloaderOffset.of(start).sequence();
    long upTo = AutoloaderOffset.of(end).sequence();
    requireReached("the checkpoint", upTo);
    Planned last = planned;
    if (last == null || last.after() != after || last.upTo() != upTo) {
      List<FileVersion> files = log.versions(after, upTo);
      if (!files.isEmpty()) {
        admission.ifPresent(rule -> rule.planned(files));
        notes.planned(after, upTo);
      }
      last = new Planned(after, upTo, form.batch(files));
      planned = last;
      if (frozenEnd.isPresent() && log.portions().oldestBehind(upTo).isPresent()) {
        frozenEnd = OptionalLong.of(log.lastSequence()); // What was put off is drained too.
      }
    }
    return last.batch().planInputPartitions();
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    Planned last = planned;
    return (last == null ? form.batch(List.of()) : last.batch()).createReaderFactory();
  }

  @Override
  public void commit(Offset end) {
    notes.committed(AutoloaderOffset.of(end).sequence());
  }

  @Override
  public Map<String, String> metrics(Optional<Offset> latestConsumedOffset) {
    long last = log.lastSequence();
    long consumed =
        Math.min(
            last,
            latestConsumedOffset
                .map(each -> AutoloaderOffset.of(each).sequence())
                .orElse(log.startAfter()));
    Map<String, String> metrics = new HashMap<>();
    metrics.put("numFilesOutstanding", Long.toString(last - Math.max(consumed, log.startAfter())));
    metrics.put("numBytesOutstanding", Long.toString(log.bytesBetween(consumed, last)));
    discovery
        .queueSize()
        .ifPresent(size -> metrics.put("approximateQueueSize", Long.toString(size)));
    return metrics;
  }

  @Override
  public void stop() {
    discovery.close();
    form.close();
    notes.look();
    boolean byItself = frozenEnd.isPresent() && notes.committedEnd() >= frozenEnd.getAsLong();
    cleaner.ifPresent(each -> each.close(byItself));
    log.close();
  }

  private void awaitFirstListing() {
    if (!listedOnce) {
      interruptibly(discovery::awaitFirstListing);
      listedOnce = true;
    }
  }

  private void requireReached(String whose, long sequence) {
    if (sequence > log.lastSequence()) {
      throw new FileLogDamagedException(
          log.directory(),
          "it ends at sequence " + log.lastSequence() + ", and " + whose + " is at " + sequence);
    }
  }

  private static void interruptibly(Interruptible wait) {
    try {
      wait.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      // To Spark this exception is the normal end of a query that is being stopped.
      throw new UncheckedIOException(new InterruptedIOException("query stopped"));
    }
  }

  @FunctionalInterface
  private interface Interruptible {
    void run() throws InterruptedException;
  }

  /** As Spark's progress names the source. */
  @Override
  public String toString() {
    return "autoloader " + options.path();
  }
}
