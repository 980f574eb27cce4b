package dev.freshet.home.delta.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cuts the log of a Delta table back to its last version that is whole. The files of the versions
 * after it are moved to {@code _delta_log.damaged} beside the log, the newest first, so that a
 * process that dies on the way leaves a log whose damage is found again. Data files stay where they
 * are. Nothing else may write the table meanwhile.
 */
final class LogRepair {

  private static final String LAST_CHECKPOINT = "_last_checkpoint";

  /**
   * The newest version goes first. Of a version, the checkpoint goes first, which would hide what
   * is below it, and checksums last: they tell that there was an entry.
   */
  private static final Comparator<Path> NEWEST_FIRST =
      Comparator.comparing((Path file) -> LogListing.version(file).orElse(Long.MAX_VALUE))
          .reversed()
          .thenComparing(file -> !LogListing.isCheckpoint(file))
          .thenComparing(file -> !LogListing.isEntryOrCheckpoint(file));

  private final Path log;
  private final Path aside;

  LogRepair(Path table) {
    this.log = LogListing.log(table);
    this.aside = table.resolve("_delta_log.damaged");
  }

  /**
   * Puts aside what the finding says is damaged. Unless only a checkpoint is, the table counts as
   * cut back from before the first file is moved until {@link #refilled}.
   */
  void repair(Finding finding) throws IOException {
    Files.createDirectories(aside);
    if (finding.isCheckpoint()) {
      move(finding.file());
      move(log.resolve(LAST_CHECKPOINT));
      return;
    }
    toBeFilled();
    move(log.resolve(LAST_CHECKPOINT));
    for (Path file : from(finding.version())) {
      move(file);
    }
  }

  private List<Path> from(long version) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files
          .filter(file -> LogListing.version(file).map(found -> found >= version).orElse(false))
          .sorted(NEWEST_FIRST)
          .toList();
    }
  }

  private void move(Path file) throws IOException {
    Path target = aside.resolve(file.getFileName());
    if (Files.exists(file)) {
      Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Notes that the table has to be filled again. */
  void toBeFilled() throws IOException {
    Files.createDirectories(aside);
    Files.write(mark(), new byte[0]);
  }

  /** Whether the table lacks what was put aside. */
  boolean isCutBack() {
    return Files.exists(mark());
  }

  /** Forgets that the table was cut back: it holds everything again. */
  void refilled() throws IOException {
    Files.deleteIfExists(mark());
  }

  private Path mark() {
    return aside.resolve("to-be-filled-again");
  }

  /** Where the files are now. */
  Path aside() {
    return aside;
  }
}
