package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.filelog.LandedFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where files land, seen by discovery: a listing that is complete, and hints between listings that
 * need not be. Used by one thread; the seam behind which other kinds of storage will come.
 */
interface LandingZone extends AutoCloseable {

  /**
   * Hands over every file that is there and wanted. A file that lands after the call began may be
   * missing.
   *
   * @throws LandingZoneGoneException if the landing zone itself is not there any more
   */
  void list(Consumer<LandedFile> sink) throws IOException;

  /**
   * Waits for hints of change, at most for {@code timeout}.
   *
   * @throws LandingZoneGoneException if the landing zone itself is not there any more
   */
  Hints await(Duration timeout) throws IOException, InterruptedException;

  /** The file at this path as it is now, if it is there and wanted. */
  Optional<LandedFile> look(String path) throws IOException;

  /**
   * Whether the content ends like something that is still being written: empty, without a line end,
   * or just renamed away.
   */
  boolean looksUnfinished(LandedFile file) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * What the storage reported since the last time.
   *
   * @param files the wanted ones, as they are now
   * @param listingNeeded hints were lost, so only a listing tells what happened
   */
  record Hints(List<LandedFile> files, boolean listingNeeded) {
    static final Hints NONE = new Hints(List.of(), false);
  }
}
