package dev.freshet.autoloader.state;

import dev.freshet.autoloader.option.LocalPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How far the query of a source is by its checkpoint. The layout is that of Spark's {@code
 * OffsetSeqLog} and {@code CommitLog}: a file per batch in {@code offsets} and {@code commits},
 * named by its number. A file of {@code offsets} has a version, a line of JSON, and then the end of
 * each source in a line.
 *
 * @param checkpoint the directory, on this machine
 * @param source number of the source in its query
 */
public record CheckpointProgress(Path checkpoint, int source) {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final int LINES_BEFORE_SOURCES = 2;

  /**
   * The newest committed batch.
   *
   * @param upTo its last sequence
   * @param at when its commit was written
   */
  public record Committed(long upTo, Instant at) {}

  /**
   * The checkpoint of a source.
   *
   * @param location as Spark names it for the source, such as {@code /data/check/sources/0}
   * @return empty if it is not on this machine, or named otherwise
   */
  public static Optional<CheckpointProgress> of(String location) {
    Path directory;
    try {
      directory = LocalPath.parse("checkpoint", location);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // On another storage: what the file log remembers is all there is.
    }
    Path name = directory.getFileName();
    Path sources = directory.getParent();
    if (name == null
        || sources == null
        || !sources.endsWith("sources")
        || !NUMBER.matcher(name.toString()).matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(sources.getParent())
        .map(root -> new CheckpointProgress(root, Integer.parseInt(name.toString())));
  }

  /**
   * The newest committed batch; empty if there is none, or if the checkpoint does not say. Lists a
   * directory and reads one small file.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<Committed> newest() throws IOException {
    OptionalLong batch = newestBatch();
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    String name = Long.toString(batch.getAsLong());
    try {
      List<String> lines = Files.readAllLines(checkpoint.resolve("offsets").resolve(name));
      int line = LINES_BEFORE_SOURCES + source;
      String end = line < lines.size() ? lines.get(line).strip() : "";
      if (!NUMBER.matcher(end).matches()) {
        return Optional.empty();
      }
      Instant at =
          Files.getLastModifiedTime(checkpoint.resolve("commits").resolve(name)).toInstant();
      return Optional.of(new Committed(Long.parseLong(end), at));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // The query has put the checkpoint aside meanwhile.
    }
  }

  private OptionalLong newestBatch() throws IOException {
    try (Stream<Path> commits = Files.list(checkpoint.resolve("commits"))) {
      return commits
          .map(file -> file.getFileName().toString())
          .filter(name -> NUMBER.matcher(name).matches())
          .mapToLong(Long::parseLong)
          .max();
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }
}
