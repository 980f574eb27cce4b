package dev.freshet.pipeline.heal;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the batch with which the last process died, before the query starts. A batch that took
 * its process with it is read again file by file, and a file that does so alone is left out, so
 * that no file ends every start.
 *
 * <p>Files of which no layer has a row yet are put off: they are read last, and their lines keep
 * their place in the order of arrival. The others keep their numbers, because their rows are there.
 */
public final class SuspectBatch {

  private static final Logger LOGGER = LoggerFactory.getLogger(SuspectBatch.class);
  private static final String WHAT_TO_DO =
      "Split it, or give the process more memory (-Xmx in FRESHET_JAVA_OPTS), and land it again";

  private final String streamId;
  private final HomeLayout layout;
  private final LayerTables layers;

  /**
   * @param streamId of the stream that is about to start
   */
  public SuspectBatch(String streamId, HomeLayout layout, LayerTables layers) {
    this.streamId = streamId;
    this.layout = layout;
    this.layers = layers;
  }

  /**
   * Decides and acts. Must not run while the query runs.
   *
   * @param completed end sequence up to which the stream is complete
   * @return by their sequence, why records of some file versions must not be embedded
   */
  public Map<Long, String> settle(BatchNote note, long completed) {
    if (note.found().isEmpty()) {
      try (FileLog log = FileLog.openReadOnly(layout.fileLog())) {
        return log.portions().notEmbedded();
      }
    }
    try (FileLog log = FileLog.open(layout.fileLog())) {
      Optional<BatchNote.Died> died =
          note.found()
              .filter(each -> each.streamId().equals(streamId))
              .filter(each -> each.upTo() > completed && each.upTo() <= log.lastSequence());
      died.ifPresent(each -> settle(each, note, log, completed));
      return log.portions().notEmbedded();
    }
  }

  private void settle(BatchNote.Died died, BatchNote note, FileLog log, long completed) {
    long after = Math.max(Math.max(died.after(), completed), log.startAfter());
    boolean alone =
        after + 1 == died.upTo() && log.portions().of(died.upTo()).care() != Portion.Care.NONE;
    Deaths.Verdict verdict = died.deaths().verdict(alone);
    LOGGER
        .atWarn()
        .addKeyValue("batchId", streamId + ":" + died.upTo())
        .addKeyValue("files", died.upTo() - after)
        .addKeyValue("path", log.versions(after, after + 1).get(0).path())
        .addKeyValue("reason", died.deaths().memory() > 0 ? "out of memory" : "unknown")
        .addKeyValue("failures", died.deaths().memory() + died.deaths().unexplained())
        .addKeyValue("outcome", inWords(verdict))
        .log("the process before died while a batch was under way");
    switch (verdict) {
      case NONE -> note.carry(died);
      case ALONE -> {
        dropPlan();
        boolean last = died.deaths().memory() > 0;
        for (FileVersion version : log.versions(after, died.upTo())) {
          readAlone(version, log, last);
        }
      }
      case LEFT_OUT -> leaveOut(log.versions(after, died.upTo()).get(0), log);
    }
  }

  private static String inWords(Deaths.Verdict verdict) {
    return switch (verdict) {
      case NONE -> "it is read again";
      case ALONE -> "each of its files is read alone";
      case LEFT_OUT -> "the file is left out";
    };
  }

  private void readAlone(FileVersion version, FileLog log, boolean last) {
    long sequence = version.sequence();
    Portion portion = log.portions().of(sequence);
    if (portion.isPutOff() || portion.care() == Portion.Care.NOT_READ) {
      return;
    }
    if (last && !isInLayers(sequence)) {
      log.portions()
          .readLater(
              sequence, portion.afterRecord(), Math.max(1, version.size()), Portion.Care.ALONE);
    } else if (portion.care() == Portion.Care.NONE) {
      log.portions().put(sequence, portion.with(Portion.Care.ALONE, ""));
    }
  }

  private void leaveOut(FileVersion version, FileLog log) {
    long sequence = version.sequence();
    Portion portion = log.portions().of(sequence);
    boolean embeddable = portion.care() != Portion.Care.NOT_EMBEDDED && isInLayers(sequence);
    log.portions()
        .put(
            sequence,
            embeddable
                ? portion.with(
                    Portion.Care.NOT_EMBEDDED,
                    "Cannot embed the records of "
                        + version.path()
                        + ": the process died whenever they were. They are not searchable until they"
                        + " land again. "
                        + WHAT_TO_DO
                        + ".")
                : portion.with(
                    Portion.Care.NOT_READ,
                    "the process died whenever it was read, also alone. " + WHAT_TO_DO));
  }

  private boolean isInLayers(long sequence) {
    return Stream.of(layers.bronze(), layers.silver(), layers.gold())
        .map((LayerTable<?> layer) -> layer.lastCommitted(streamId))
        .anyMatch(end -> end.isPresent() && end.getAsLong() >= sequence);
  }

  /** Spark would plan the same batch again: it forgets what it has planned and not completed. */
  private void dropPlan() {
    Path checkpoint = layout.checkpoint(streamId);
    Path offsets = checkpoint.resolve("offsets");
    if (!Files.isDirectory(offsets)) {
      return;
    }
    try (Stream<Path> files = Files.list(offsets)) {
      for (Path planned : files.toList()) {
        String name = planned.getFileName().toString();
        if (name.matches("\\d{1,18}")
            && !Files.exists(checkpoint.resolve("commits").resolve(name))
            && isAfterCommits(checkpoint, Long.parseLong(name))) {
          Files.delete(planned);
          Files.deleteIfExists(offsets.resolve("." + name + ".crc"));
        }
      }
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot change what the checkpoint "
              + checkpoint
              + " has planned: "
              + e
              + ". Check the disk, and start again.",
          e);
    }
  }

  /** Older batches may lack their commit once Spark has removed old files. */
  private static boolean isAfterCommits(Path checkpoint, long batch) throws IOException {
    Path commits = checkpoint.resolve("commits");
    if (!Files.isDirectory(commits)) {
      return true;
    }
    try (Stream<Path> files = Files.list(commits)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{1,18}"))
          .noneMatch(name -> Long.parseLong(name) >= batch);
    }
  }
}
