package dev.freshet.pipeline.run;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The stores of an open pipeline, which must not go away. A table that is not there is made again
 * by the next write to it. For a disk that is away for a while that would be wrong: once it is
 * back, there would be two tables. So a store that was there at the start is waited for. A store
 * that is lost for good comes back with the next start of the process.
 *
 * @param directories that were there when the pipeline had opened its stores
 */
record StorePresence(List<Path> directories) {

  StorePresence {
    directories = List.copyOf(directories);
  }

  /** The stores that are there now. */
  static StorePresence of(HomeLayout layout) {
    return new StorePresence(
        Stream.of(
                layout.bronze(),
                layout.silver(),
                layout.gold(),
                layout.quarantine(),
                layout.ledger(),
                layout.vectorTable(),
                layout.keyIndex(),
                layout.fileLog())
            .filter(Files::isDirectory)
            .toList());
  }

  /** These stores and others. */
  StorePresence with(StorePresence others) {
    return new StorePresence(
        Stream.concat(directories.stream(), others.directories().stream()).distinct().toList());
  }

  /** The same stores without one that was put aside on purpose. */
  StorePresence without(Path directory) {
    return new StorePresence(directories.stream().filter(each -> !each.equals(directory)).toList());
  }

  /**
   * Fails with {@code STORE_UNAVAILABLE} if a store is away.
   *
   * @throws FreshetException names the first one
   */
  void require() {
    for (Path directory : directories) {
      if (!Files.isDirectory(directory)) {
        throw new FreshetException(
            ErrorCode.STORE_UNAVAILABLE,
            ("Cannot go on without %s: the directory is away. Mount or move it back, and the"
                    + " pipeline goes on. If it is lost, start the pipeline again.")
                .formatted(directory));
      }
    }
  }
}
