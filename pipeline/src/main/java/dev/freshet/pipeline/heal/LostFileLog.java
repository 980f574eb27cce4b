package dev.freshet.pipeline.heal;

import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.FileLogRebuild;
import dev.freshet.autoloader.filelog.FileLogRebuild.GoesOn;
import dev.freshet.autoloader.filelog.FileLogRebuild.Known;
import dev.freshet.autoloader.filelog.FileLogRebuild.ReadAgain;
import dev.freshet.autoloader.filelog.FileLogRebuild.Restored;
import dev.freshet.autoloader.filelog.FileLogRebuild.Sink;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.core.BatchIdentity;
import dev.freshet.home.layer.Bronze;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.pipeline.stage.landed.ReadNote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the layers know of a file log that was lost. Bronze says of each file version which state of
 * the file was read and how far; a version counts if its batch is complete, which ledger or key
 * index say. Used once, by one thread.
 */
public final class LostFileLog implements FileLogRebuild.Lost {

  private static final Logger LOGGER = LoggerFactory.getLogger(LostFileLog.class);

  /** Stands for a version whose batch is not complete. */
  private static final String INCOMPLETE = "incomplete";

  private final LayerTables layers;
  private final ToLongFunction<String> applied;
  private final Supplier<LandingAccess> landing;
  private final Map<String, Long> again = new TreeMap<>();

  /**
   * @param applied end of the newest batch of a stream that the key index holds; 0 if it holds none
   * @param landing how landed files are looked at; asked at most once
   */
  public LostFileLog(
      LayerTables layers, ToLongFunction<String> applied, Supplier<LandingAccess> landing) {
    this.layers = layers;
    this.applied = applied;
    this.landing = new Once(landing);
  }

  /**
   * The highest number in ledger and layers. The ledger alone is not enough: it lacks a batch that
   * died on its way, and users may have deleted it. Of the layers, only files with rows above the
   * ledger's number are opened.
   */
  @Override
  public long startAfter() {
    AtomicLong highest = new AtomicLong();
    layers
        .ledger()
        .forEach(
            entry -> {
              long end = BatchIdentity.parse(entry.batchId()).endSequence();
              highest.accumulateAndGet(end, Math::max);
            });
    return highestAbove(highest.get(), layers);
  }

  /** The highest number in the layers, if it is above one that is known. */
  static long highestAbove(long known, LayerTables layers) {
    AtomicLong highest = new AtomicLong(known);
    for (LayerTable<?> layer : List.of(layers.bronze(), layers.silver(), layers.gold())) {
      layer.scanAfter(
          LandedLine.PROJECTION,
          OptionalLong.of(highest.get()),
          line -> highest.accumulateAndGet(line.sequence(), Math::max));
    }
    return highest.get();
  }

  /** One scan of four columns of Bronze. */
  @Override
  public void versions(Sink sink) {
    Map<String, Long> complete = new HashMap<>();
    VersionRows rows = new VersionRows(sink);
    layers
        .bronze()
        .scan(
            Bronze.NOTES,
            row -> {
              String stream = BatchIdentity.parse(row.batchId()).streamId();
              boolean done =
                  row.sequence() <= complete.computeIfAbsent(stream, this::completeThrough);
              rows.add(row, done);
            });
    rows.end();
  }

  private long completeThrough(String stream) {
    long recorded = layers.ledger().table().lastCommitted(stream).orElse(0);
    return Math.max(recorded, applied.applyAsLong(stream));
  }

  /** The rows of a version follow each other in a file of Bronze, and the last has the note. */
  private static final class VersionRows {
    private final Sink sink;
    private String file = "";
    private long sequence = -1;
    private String note = "";

    VersionRows(Sink sink) {
      this.sink = sink;
    }

    void add(Bronze.NotedVersion row, boolean complete) {
      if (row.sequence() != sequence) {
        end();
        sequence = row.sequence();
        file = row.file();
        note = complete ? "" : INCOMPLETE;
      }
      if (complete && row.note() != null) {
        note = row.note();
      }
    }

    void end() {
      if (sequence >= 0) {
        sink.version(file, sequence, note);
      }
    }
  }

  @Override
  public Restored restored(String path, long sequence, String note) {
    Restored restored = decide(path, note);
    if (restored instanceof GoesOn rest && !isStill(rest.file())) {
      restored = new ReadAgain("it was changed after a part of it was read, or is gone");
    }
    if (restored instanceof ReadAgain read) {
      again.merge(read.reason(), 1L, Long::sum);
    }
    return restored;
  }

  /**
   * What a note says of the newest version of a path. Pure.
   *
   * @param note empty if the version has none
   */
  static Restored decide(String path, String note) {
    if (note.equals(INCOMPLETE)) {
      return new ReadAgain("its batch is not complete");
    }
    ReadNote read = ReadNote.parse(note).orElse(null);
    if (read == null) {
      return new ReadAgain("an earlier version of Freshet read it, which noted nothing of it");
    }
    LandedFile file = read.state().at(path);
    Optional<ContentMark> mark = Optional.ofNullable(read.content()).map(ReadNote.Content::mark);
    return switch (read.extent()) {
      case WHOLE -> new Known(file, mark, read.errors());
      case PART -> new GoesOn(file, mark, rest(read));
      case NOTHING -> new ReadAgain("nothing could be read of it");
    };
  }

  private static Portion rest(ReadNote read) {
    return new Portion(read.origin(), read.records(), Long.MAX_VALUE, Portion.Care.NONE, "");
  }

  private boolean isStill(LandedFile file) {
    return LandedFiles.look(landing.get(), file.path()).filter(file::isStill).isPresent();
  }

  @Override
  public void done(long known, long rests) {
    if (known > 0) {
      LOGGER
          .atInfo()
          .addKeyValue("files", known)
          .log("file log is made again, these files were read whole and are not read again");
    }
    if (rests > 0) {
      LOGGER
          .atInfo()
          .addKeyValue("files", rests)
          .log("file log is made again, the rest of these files is read");
    }
    again.forEach(
        (reason, files) ->
            LOGGER
                .atWarn()
                .addKeyValue("files", files)
                .addKeyValue("reason", reason)
                .log("file log is made again, these files are read again if they are still there"));
  }

  /** Asked for once. */
  private static final class Once implements Supplier<LandingAccess> {
    private final Supplier<LandingAccess> from;
    private Optional<LandingAccess> found = Optional.empty();

    Once(Supplier<LandingAccess> from) {
      this.from = from;
    }

    @Override
    public LandingAccess get() {
      if (found.isEmpty()) {
        found = Optional.of(from.get());
      }
      return found.get();
    }
  }
}
