package dev.freshet.pipeline.heal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.damage.SetAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Proves Spark's checkpoint of the query before Spark reads it. A checkpoint that cannot be what
 * Spark wrote, or that says more than was committed, is put aside like one that was lost: the query
 * then starts after the newest committed batch.
 *
 * <p>The layout is that of Spark's {@code OffsetSeqLog} and {@code CommitLog}: a file per batch in
 * {@code offsets} and {@code commits}, named by its number, with the line {@code v1}, a line of
 * JSON, and in {@code offsets} the end of each source.
 */
public final class CheckpointProof {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final String VERSION = "v1";

  private final Path checkpoint;

  private CheckpointProof(Path checkpoint) {
    this.checkpoint = checkpoint;
  }

  /**
   * Puts a damaged checkpoint aside. Does nothing if there is none. Cheap: it lists two directories
   * and reads at most five small files. Must not run while the query runs.
   *
   * @param completed end sequence up to which the stream is known to be complete; a checkpoint says
   *     no more than that of the batches that it calls committed
   * @param damages is told
   * @throws FreshetException STORE_DAMAGED if a damaged checkpoint cannot be renamed
   */
  public static void putDamagedAside(Path checkpoint, long completed, DamageListener damages) {
    Optional<Finding> finding = new CheckpointProof(checkpoint).find(completed);
    if (finding.isEmpty()) {
      return;
    }
    try {
      Path aside = SetAside.rename(checkpoint);
      damages.found(
          new Damage(
              DamagedPart.CHECKPOINT,
              finding.get().file().toString(),
              finding.get().reason(),
              "The checkpoint is now %s. The query starts after sequence %d, the end of the newest committed batch."
                  .formatted(aside, completed)));
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_DAMAGED,
          "Cannot put the damaged checkpoint %s aside: %s. Delete the directory and start again."
              .formatted(checkpoint, e),
          e);
    }
  }

  /** What is wrong, and where. */
  private record Finding(Path file, String reason) {}

  private Optional<Finding> find(long completed) {
    if (!Files.exists(checkpoint, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      prove(completed);
      return Optional.empty();
    } catch (DamagedException damaged) {
      return Optional.of(damaged.finding);
    }
  }

  private void prove(long completed) throws DamagedException {
    if (!Files.isDirectory(checkpoint)) {
      throw new DamagedException(checkpoint, "it is not a directory");
    }
    NavigableMap<Long, Path> offsets = batches("offsets");
    NavigableMap<Long, Path> commits = batches("commits");
    Path metadata = checkpoint.resolve("metadata");
    if (Files.exists(metadata, LinkOption.NOFOLLOW_LINKS)) {
      requireJson(metadata, content(metadata));
    } else if (!offsets.isEmpty()) {
      throw new DamagedException(metadata, "it is gone");
    }
    if (offsets.isEmpty() && !commits.isEmpty()) {
      throw new DamagedException(
          checkpoint.resolve("offsets"), "it has no batch, and batch %d is committed", commits);
    }
    if (offsets.isEmpty()) {
      return;
    }
    long newest = offsets.lastKey();
    if (!commits.isEmpty() && commits.lastKey() > newest) {
      throw new DamagedException(
          checkpoint.resolve("offsets"),
          "its newest batch is " + newest + ", and batch %d is committed",
          commits);
    }
    for (Path file : offsets.descendingMap().values().stream().limit(2).toList()) {
      end(file);
    }
    for (Path file : commits.descendingMap().values().stream().limit(2).toList()) {
      requireJson(file, lines(file, 2).get(1));
    }
    if (!commits.isEmpty()) {
      Path committed = offsets.get(commits.lastKey());
      if (committed == null) {
        throw new DamagedException(
            checkpoint.resolve("offsets"), "it lacks batch %d, which is committed", commits);
      }
      long end = end(committed);
      if (end > completed) {
        throw new DamagedException(
            committed,
            "it ends at sequence "
                + end
                + " and is called committed, but the newest committed batch ends at "
                + completed);
      }
    }
  }

  /** The files of a directory by the number of their batch. Spark's temporary files are hidden. */
  private NavigableMap<Long, Path> batches(String directory) throws DamagedException {
    Path path = checkpoint.resolve(directory);
    NavigableMap<Long, Path> batches = new TreeMap<>();
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return batches;
    }
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (NUMBER.matcher(name).matches()) {
          if (!Files.isRegularFile(file)) {
            throw new DamagedException(file, "it is not a file");
          }
          batches.put(Long.parseLong(name), file);
        }
      }
    } catch (IOException e) {
      throw new DamagedException(path, "it cannot be listed: " + e);
    }
    return batches;
  }

  /** End of the one source of a planned batch; 0 if the source had nothing. */
  private static long end(Path file) throws DamagedException {
    List<String> lines = lines(file, 3);
    requireJson(file, lines.get(1));
    String end = lines.get(2).strip();
    if (end.equals("-")) {
      return 0;
    }
    if (!NUMBER.matcher(end).matches()) {
      throw new DamagedException(file, "its last line is no sequence");
    }
    return Long.parseLong(end);
  }

  private static List<String> lines(Path file, int count) throws DamagedException {
    List<String> lines = content(file).lines().toList();
    if (lines.size() != count || !lines.get(0).equals(VERSION)) {
      throw new DamagedException(
          file, "it has %d lines instead of %d".formatted(lines.size(), count));
    }
    return lines;
  }

  private static String content(Path file) throws DamagedException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new DamagedException(file, "it cannot be read: " + e);
    }
  }

  private static void requireJson(Path file, String text) throws DamagedException {
    try {
      if (!JSON.readTree(text).isObject()) {
        throw new DamagedException(file, "it holds no JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new DamagedException(file, "it holds no JSON");
    }
  }

  private static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Finding finding;

    DamagedException(Path file, String reason) {
      super(reason);
      this.finding = new Finding(file, reason);
    }

    DamagedException(Path file, String reason, NavigableMap<Long, Path> commits) {
      this(file, reason.formatted(commits.lastKey()));
    }
  }
}
