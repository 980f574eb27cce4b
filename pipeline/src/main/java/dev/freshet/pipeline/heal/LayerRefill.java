package dev.freshet.pipeline.heal;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.delta.DeltaTable;
import dev.freshet.home.layer.Bronze;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Lineage;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.stage.BatchProcessor;
import dev.freshet.pipeline.stage.Stores;
import dev.freshet.storage.damage.DamageListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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
  private final LandedFiles landed;

  /**
   * @param stores stay the caller's to close
   * @param processor of the stream
   * @param landed the files of the stream that continues
   */
  public LayerRefill(Stores stores, BatchProcessor processor, LandedFiles landed) {
    this.stores = stores;
    this.processor = processor;
    this.streamId = landed.streamId();
    this.landed = landed;
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
   * @param then done once Bronze, which has to be read from the landing zone again, is whole
   * @return the sequence after which the landing zone has to be read again for Bronze; empty if
   *     Bronze lacks nothing
   * @throws FreshetException with {@link ErrorCode#STORE_DAMAGED} if landed files that Bronze needs
   *     are gone
   */
  public OptionalLong refill(BooleanSupplier stopped, Runnable then) {
    processor.refillNothing();
    LayerTables layers = stores.layers();
    StreamHoles own = StreamHoles.of(stores, streamId);
    if (!own.isAny() && !own.lost()) {
      return OptionalLong.empty();
    }
    markLost(layers);
    BronzeBatches bronze = BronzeBatches.of(layers);
    List<StreamHoles> holes =
        Stream.concat(bronze.streams().stream(), Stream.of(streamId))
            .distinct()
            .map(stream -> StreamHoles.of(stores, stream))
            .toList();
    holes.stream().filter(StreamHoles::bronzeLacks).forEach(this::requireSource);
    long from = holes.stream().mapToLong(StreamHoles::from).min().orElse(Long.MAX_VALUE);
    LOGGER
        .atWarn()
        .addKeyValue("streamId", streamId)
        .addKeyValue("after", from)
        .log("layers lack complete batches, filling them again");
    new KeyIndexRecovery(stores.keys(), layers.gold())
        .recover(streamId, stream -> Math.min(from, stores.committedEnd(stream)));
    for (BatchIdentity batch : bronze.complete(from, holes)) {
      if (stopped.getAsBoolean()) {
        return OptionalLong.empty();
      }
      processor.refill(batch.streamId(), landed(batch, bronze));
    }
    if (own.bronzeLacks()) {
      processor.refillUpTo(
          own.complete(),
          () -> {
            layers.all().forEach(DeltaTable::refilled);
            then.run();
          });
      return OptionalLong.of(own.bronze());
    }
    layers.all().forEach(DeltaTable::refilled);
    return OptionalLong.empty();
  }

  /** A table that is lost as a whole exists again after its first batch. */
  private static void markLost(LayerTables layers) {
    for (DeltaTable table :
        List.of(
            layers.silver().table(),
            layers.quarantine().table(),
            layers.gold().table(),
            layers.ledger().table())) {
      if (table.version().isEmpty() && layers.bronze().table().version().isPresent()) {
        table.toBeFilled();
      }
    }
  }

  /** What Bronze lacks has to come from somewhere, or has to be given up by the user. */
  private void requireSource(StreamHoles lacking) {
    DeltaTable bronze = stores.layers().bronze().table();
    if (lacking.stream().equals(streamId)) {
      requireLandedFiles(lacking.bronze());
    } else if (bronze.isCutBack()) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot fill table bronze at %s again: it lost file versions %d to %d of stream %s, whose file log is gone. Put the log entries back from a copy. Without one, delete %s/_delta_log.damaged and start `run` again: it goes on without these lines in Bronze, and `verify` reports them."
              .formatted(
                  bronze.path(),
                  lacking.bronze() + 1,
                  lacking.complete(),
                  lacking.stream(),
                  bronze.path()));
    } else {
      LOGGER
          .atWarn()
          .addKeyValue("streamId", lacking.stream())
          .addKeyValue("after", lacking.bronze())
          .log("bronze lacks batches of a stream whose file log is gone, going on without them");
    }
  }

  private void requireLandedFiles(long after) {
    TreeMap<Long, String> gone = landed.gone(after);
    if (!gone.isEmpty()) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot fill %s again: it lost the file versions after %d, and these landed files are gone: %s. Put them back, then start `run` again."
              .formatted(
                  stores.layers().bronze().table().path(), after, LandedFiles.inWords(gone)));
    }
  }

  private List<LandedRow> landed(BatchIdentity batch, BronzeBatches bronze) {
    List<Bronze.LandedText> lines = new ArrayList<>();
    stores
        .layers()
        .bronze()
        .scanBetween(
            Bronze.LANDED,
            bronze.endBefore(batch),
            batch.endSequence(),
            line -> {
              if (line.lineage().batch().equals(batch)) {
                lines.add(line);
              }
            });
    Map<Long, Long> sizes = new HashMap<>();
    lines.forEach(line -> sizes.merge(line.lineage().sequence(), size(line.payload()), Long::sum));
    Arrivals arrivals = new Arrivals(lines, bronze.rewritten());
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
    private final Map<Long, Instant> landedAt = new HashMap<>();
    private final Map<Long, Long> origins = new HashMap<>();

    /** Versions of which Bronze says what was read, so that a file log made of that knows them. */
    private final Set<Long> noted = new HashSet<>();

    private final Map<Long, String> streams = new HashMap<>();

    Arrivals(List<Bronze.LandedText> lines, Set<String> rewritten) {
      Set<String> paths = new TreeSet<>();
      lines.forEach(line -> paths.add(line.lineage().file()));
      paths.retainAll(rewritten);
      if (paths.isEmpty()) {
        return;
      }
      stores
          .layers()
          .bronze()
          .scan(
              Bronze.LANDED,
              line -> {
                Lineage at = line.lineage();
                if (paths.contains(at.file())) {
                  if (line.noted()) {
                    noted.add(at.sequence());
                  }
                  streams.put(at.sequence(), at.batch().streamId().intern());
                  if (at.line() > 0 || line.rescued() == null) {
                    landedAt.put(at.sequence(), at.landedAt());
                  }
                  versions
                      .computeIfAbsent(at.file(), path -> new TreeMap<>())
                      .computeIfAbsent(at.sequence(), sequence -> new TreeMap<>())
                      .put(at.line(), Objects.requireNonNullElse(line.payload(), ""));
                }
              });
      versions.values().forEach(this::join);
    }

    /**
     * Joins the parts in which a version was read: they have its time, and their lines go on behind
     * those of the part before, or behind the row that stands for a version that was put off.
     */
    private void join(TreeMap<Long, TreeMap<Long, String>> ofPath) {
      for (Long sequence : List.copyOf(ofPath.keySet())) {
        Map.Entry<Long, TreeMap<Long, String>> before = ofPath.lowerEntry(sequence);
        TreeMap<Long, String> lines = Objects.requireNonNull(ofPath.get(sequence));
        if (before != null
            && isRemembered(before.getKey(), sequence)
            && Objects.equals(landedAt.get(before.getKey()), landedAt.get(sequence))
            && lines.firstKey() > before.getValue().lastKey()) {
          origins.put(sequence, before.getKey());
          before.getValue().remove(0L);
          before.getValue().putAll(lines);
          ofPath.remove(sequence);
        }
      }
    }

    long first(Lineage line) {
      TreeMap<Long, TreeMap<Long, String>> ofPath = versions.get(line.file());
      long first = origins.getOrDefault(line.sequence(), line.sequence());
      if (ofPath == null) {
        return first;
      }
      for (Long before = ofPath.lowerKey(first);
          before != null
              && line.line() > 0
              && isRemembered(before, first)
              && isAppended(ofPath.get(before), ofPath.get(first), line);
          before = ofPath.lowerKey(first)) {
        first = before;
      }
      return first;
    }

    /** Whether the file log that numbered the later of two versions knew the earlier one. */
    private boolean isRemembered(long before, long after) {
      return Objects.equals(streams.get(before), streams.get(after)) || noted.contains(before);
    }

    private boolean isAppended(
        TreeMap<Long, String> before, TreeMap<Long, String> after, Lineage line) {
      return line.line() <= before.lastKey()
          && before.firstKey() > 0
          && before.equals(after.headMap(before.lastKey(), true));
    }
  }
}
