package dev.freshet.pipeline.heal;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.layer.LayerTable;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Lineage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The landed files of a stream, as the layers that are filled from Bronze name them. A file is
 * where it landed, or where it was moved after it had been read.
 *
 * @param streamId the stream
 * @param fileLog its file log, which is not open for writing while files are looked for
 * @param landing how files are reached
 */
public record LandedFiles(
    LayerTables layers, String streamId, Path fileLog, Supplier<LandingAccess> landing) {

  /** A message names so many files at most. */
  private static final int NAMED_MAX = 20;

  /**
   * Which of them are no longer there.
   *
   * @param after only files after this sequence
   * @return paths by sequence
   * @throws FreshetException STORE_UNAVAILABLE if their storage does not answer
   */
  TreeMap<Long, String> gone(long after) {
    TreeMap<Long, String> gone = new TreeMap<>();
    try (FileLog log = FileLog.openReadOnly(fileLog)) {
      Look look = new Look(landing.get(), log);
      for (LayerTable<?> layer : List.of(layers.silver(), layers.quarantine(), layers.gold())) {
        layer.scanAfter(
            Lineage.PROJECTION,
            OptionalLong.of(after),
            row -> {
              if (row.batch().streamId().equals(streamId)
                  && !look.isThere(row.sequence(), row.file())) {
                gone.put(row.sequence(), row.file());
              }
            });
      }
    }
    return gone;
  }

  /** Looks for the file of each number once. */
  private record Look(LandingAccess landing, FileLog log, Map<Long, Boolean> seen) {

    Look(LandingAccess landing, FileLog log) {
      this(landing, log, new HashMap<>());
    }

    boolean isThere(long sequence, String path) {
      return seen.computeIfAbsent(sequence, number -> isAt(place(number, path)));
    }

    private String place(long sequence, String path) {
      boolean known = sequence > log.startAfter() && sequence <= log.lastSequence();
      return known ? log.place(log.versions(sequence - 1, sequence).get(0)) : path;
    }

    private boolean isAt(String place) {
      return look(landing, place).isPresent();
    }
  }

  /**
   * The file at a place, if there is one.
   *
   * @throws FreshetException with {@code STORE_UNAVAILABLE} if that is not known
   */
  static Optional<LandedFile> look(LandingAccess landing, String place) {
    try {
      return landing.look(place);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot look for landed file "
              + place
              + ": "
              + e.getMessage()
              + ". Check that its storage answers, then start again.",
          e);
    }
  }

  /** Some of the files, for a message. */
  static String inWords(TreeMap<Long, String> gone) {
    if (gone.size() <= NAMED_MAX) {
      return gone.toString();
    }
    TreeMap<Long, String> first = new TreeMap<>();
    gone.entrySet().stream()
        .limit(NAMED_MAX)
        .forEach(each -> first.put(each.getKey(), each.getValue()));
    return "%s and %d more".formatted(first, gone.size() - NAMED_MAX);
  }
}
