package dev.freshet.pipeline.heal;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileLogInUseException;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The stream whose file versions a file log numbers.
 *
 * @param id identity of the file log
 * @param startAfter its first file version has the sequence after this one
 */
public record LandedStream(String id, long startAfter) {

  /**
   * Opens the file log, reads its identity and closes it; makes it if it is missing. A new log
   * starts above every number in the layers, so that everything that lands from now on is newer by
   * arrival than everything before.
   *
   * @throws FreshetException with {@link ErrorCode#ALREADY_RUNNING} if another process uses it
   */
  public static LandedStream open(Path fileLog, LayerTables layers) {
    try (FileLog log = FileLog.open(fileLog, () -> highestSequence(layers))) {
      return new LandedStream(log.streamId(), log.startAfter());
    } catch (FileLogInUseException e) {
      throw new FreshetException(
          ErrorCode.ALREADY_RUNNING,
          "Cannot run the pipeline: another process uses " + fileLog + ". Stop it first.",
          e);
    }
  }

  /**
   * The highest number in ledger and layers. The ledger alone is not enough: it lacks a batch that
   * died on its way, and users may have deleted it. Of the layers, only files with rows above the
   * ledger's number are opened.
   */
  private static long highestSequence(LayerTables layers) {
    AtomicLong highest = new AtomicLong();
    layers
        .ledger()
        .forEach(
            entry -> {
              long end = BatchIdentity.parse(entry.batchId()).endSequence();
              highest.accumulateAndGet(end, Math::max);
            });
    for (LayerTable<?> layer : List.of(layers.bronze(), layers.silver(), layers.gold())) {
      layer.scanAfter(
          LandedLine.PROJECTION,
          OptionalLong.of(highest.get()),
          line -> highest.accumulateAndGet(line.sequence(), Math::max));
    }
    return highest.get();
  }
}
