package dev.freshet.pipeline.heal;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.layer.Bronze;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Lineage;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.stage.BatchProcessor;
import dev.freshet.pipeline.stage.Stores;
import dev.freshet.storage.damage.DamageListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills layers again that lack complete batches, because their log was damaged and cut back, or
 * because their newest entries are gone. Silver, Gold, quarantine and ledger are filled from
 * Bronze, without the landed files; what Bronze itself lacks has to come from the landing zone
 * again. May be repeated after any failure: every layer skips what it holds. Not thread-safe.
 */
public final class LayerRefill {

  private static final Logger LOGGER = LoggerFactory.getLogger(LayerRefill.class);

  private final Stores stores;
  private final BatchProcessor processor;
  private final String streamId;

  /**
   * @param stores stay the caller's to close
   * @param processor of the stream
   * @param streamId the stream that continues
   */
  public LayerRefill(Stores stores, BatchProcessor processor, String streamId) {
    this.stores = stores;
    this.processor = processor;
    this.streamId = streamId;
  }

  /** Cuts damaged layers back to what is whole. Call it before anything is read from them. */
  public static void cutBack(LayerTables layers, DamageListener listener) {
    layers.all().forEach(table -> table.cutBack().forEach(listener::found));
  }

  /**
   * Fills the layers again, before anything is appended to them and before the vector table and the
   * key index are recovered.
   *
   * @param stopped called between batches; once true, the rest is left to the next start
   * @return the sequence after which the landing zone has to be read again for Bronze; empty if
   *     Bronze lacks nothing
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} if landed files that Bronze needs
   *     are gone
   */
  public OptionalLong refill(BooleanSupplier stopped) {
    LayerTables layers = stores.layers();
    long complete = complete();
    long bronze = end(layers.bronze().table());
    long from = lowestEnd(Math.min(bronze, complete));
    boolean bronzeLacks = bronze < complete;
    if (!bronzeLacks && from >= complete) {
      layers.all().forEach(DeltaTable::refilled);
      return OptionalLong.empty();
    }
    LOGGER
        .atWarn()
        .addKeyValue("streamId", streamId)
        .addKeyValue("after", from)
        .log("layers lack complete batches, filling them again");
    if (bronzeLacks) {
      requireLandedFiles(bronze);
    }
    new KeyIndexRecovery(stores.keys(), layers.gold())
        .recover(streamId, stream -> upTo(stream, from));
    for (long end : batches(from, Math.min(bronze, complete))) {
      if (stopped.getAsBoolean()) {
        return OptionalLong.empty();
      }
      processor.refill(landed(end));
    }
    if (bronzeLacks) {
      processor.refillUpTo(complete);
      return OptionalLong.of(bronze);
    }
    layers.all().forEach(DeltaTable::refilled);
    return OptionalLong.empty();
  }

  /** Batches up to here are in the vector table, or changed no record. */
  private long complete() {
    return Math.max(stores.committedEnd(streamId), end(stores.layers().ledger().table()));
  }

  private long end(DeltaTable table) {
    return table.lastCommitted(streamId).orElse(0);
  }

  private long upTo(String stream, long from) {
    return stream.equals(streamId)
        ? Math.min(from, stores.committedEnd(stream))
        : stores.committedEnd(stream);
  }

  /**
   * The lowest end of the layers that lack something. A layer that was cut back lacks everything
   * above its end. Otherwise the end of a layer says little, as a batch without rows for it leaves
   * it behind; but every line is in Silver or quarantine, and every commit of the vector table has
   * rows in Gold.
   */
  private long lowestEnd(long bronze) {
    LayerTables layers = stores.layers();
    long lowest = Long.MAX_VALUE;
    for (DeltaTable table : layers.all()) {
      if (table.isCutBack() && !table.path().equals(layers.bronze().table().path())) {
        lowest = Math.min(lowest, end(table));
      }
    }
    long gold = end(layers.gold().table());
    if (gold < stores.committedEnd(streamId)) {
      lowest = Math.min(lowest, gold);
    }
    long lines = Math.max(end(layers.silver().table()), end(layers.quarantine().table()));
    if (lines < bronze) {
      lowest = Math.min(lowest, lines);
    }
    return lowest;
  }

  private void requireLandedFiles(long after) {
    TreeMap<Long, String> gone = new TreeMap<>();
    for (LayerTable<?> layer :
        List.of(stores.layers().silver(), stores.layers().quarantine(), stores.layers().gold())) {
      layer.scanAfter(
          Lineage.PROJECTION,
          OptionalLong.of(after),
          row -> {
            if (row.batch().streamId().equals(streamId) && !Files.exists(Path.of(row.file()))) {
              gone.put(row.sequence(), row.file());
            }
          });
    }
    if (!gone.isEmpty()) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot fill %s again: it lost the file versions after %d, and these landed files are gone: %s. Put them back, then start `run` again."
              .formatted(stores.layers().bronze().table().path(), after, gone));
    }
  }

  /** Ends of the batches of Bronze above {@code after} that are complete, in order. */
  private List<Long> batches(long after, long upTo) {
    TreeSet<Long> ends = new TreeSet<>();
    if (after < upTo) {
      stores
          .layers()
          .bronze()
          .scanBetween(
              Lineage.PROJECTION,
              after,
              upTo,
              row -> {
                BatchIdentity batch = row.batch();
                if (batch.streamId().equals(streamId) && batch.endSequence() <= upTo) {
                  ends.add(batch.endSequence());
                }
              });
    }
    return List.copyOf(ends);
  }

  private List<LandedRow> landed(long end) {
    BatchIdentity batch = new BatchIdentity(streamId, end);
    List<Bronze.LandedText> lines = new ArrayList<>();
    stores
        .layers()
        .bronze()
        .scanBetween(
            Bronze.LANDED,
            0,
            end,
            line -> {
              if (line.lineage().batch().equals(batch)) {
                lines.add(line);
              }
            });
    Map<Long, Long> sizes = new HashMap<>();
    lines.forEach(line -> sizes.merge(line.lineage().sequence(), size(line.payload()), Long::sum));
    Arrivals arrivals = new Arrivals(lines);
    return lines.stream()
        .map(
            line ->
                new LandedRow(
                    line.payload(),
                    line.lineage().line(),
                    line.lineage().file(),
                    new LandedRow.Landing(
                        line.lineage().sequence(), arrivals.first(line.lineage())),
                    sizes.get(line.lineage().sequence()),
                    line.lineage().landedAt(),
                    line.rescued()))
        .toList();
  }

  private static long size(@Nullable String payload) {
    return payload == null ? 0 : payload.length() + 1L;
  }

  /**
   * The file version in which a line landed first: a file that begins with all the lines of its
   * version before was appended to, and those lines keep their place.
   */
  private final class Arrivals {

    private final Map<String, TreeMap<Long, TreeMap<Long, String>>> versions = new HashMap<>();

    Arrivals(List<Bronze.LandedText> lines) {
      TreeSet<String> paths = new TreeSet<>();
      lines.forEach(line -> paths.add(line.lineage().file()));
      stores
          .layers()
          .bronze()
          .scan(
              Bronze.LANDED,
              line -> {
                Lineage at = line.lineage();
                if (paths.contains(at.file()) && at.batch().streamId().equals(streamId)) {
                  versions
                      .computeIfAbsent(at.file(), path -> new TreeMap<>())
                      .computeIfAbsent(at.sequence(), sequence -> new TreeMap<>())
                      .put(at.line(), Objects.requireNonNullElse(line.payload(), ""));
                }
              });
    }

    long first(Lineage line) {
      TreeMap<Long, TreeMap<Long, String>> ofPath = versions.get(line.file());
      long first = line.sequence();
      for (Long before = ofPath.lowerKey(first);
          before != null
              && line.line() > 0
              && isAppended(ofPath.get(before), ofPath.get(first), line);
          before = ofPath.lowerKey(first)) {
        first = before;
      }
      return first;
    }

    private boolean isAppended(
        TreeMap<Long, String> before, TreeMap<Long, String> after, Lineage line) {
      return line.line() <= before.lastKey()
          && before.firstKey() > 0
          && before.equals(after.headMap(before.lastKey(), true));
    }
  }
}
