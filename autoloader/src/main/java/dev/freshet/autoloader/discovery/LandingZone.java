package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Where files land, as discovery sees it: listings are complete, the hints between them need not
 * be. Used by one thread.
 */
interface LandingZone extends ListingSchedule.Hinting, AutoCloseable {

  /**
   * Passes every wanted file that exists to {@code sink}. A file that lands after the call began
   * may be missing. Not every listing has {@link LandedFile#change()}.
   *
   * @throws LandingZoneGoneException if the landing zone itself does not exist any more
   */
  void list(Consumer<LandedFile> sink) throws IOException;

  /**
   * Passes every wanted file below a directory of the landing zone to {@code sink}; none if the
   * directory does not exist.
   */
  void listBelow(String directory, Consumer<LandedFile> sink) throws IOException;

  /**
   * Waits for hints of change, at most for {@code timeout}.
   *
   * @throws LandingZoneGoneException if the landing zone itself does not exist any more
   */
  Hints await(Duration timeout) throws IOException, InterruptedException;

  /** About how many hints wait in a queue; empty if there is none, or it does not tell. */
  default OptionalLong queueSize() {
    return OptionalLong.empty();
  }

  /** The files of the hints so far are in the file log on disk, or need not be. */
  default void hintsAreLogged() {}

  /** The file at this path as it is now, if it exists and is wanted. */
  Optional<LandedFile> look(String path) throws IOException;

  /**
   * Whether the file may still be in writing: it does not end as a complete file does, or is gone.
   *
   * @param end how complete files end
   */
  boolean looksUnfinished(LandedFile file, FileEnd end) throws IOException;

  /**
   * Whether another number of changes means that the file was written again, so that its content
   * need not be compared.
   */
  default boolean changeIsOfContent() {
    return false;
  }

  /**
   * What the content of the file is now.
   *
   * @return empty if the file is gone or cannot be read
   */
  Optional<ContentMark> content(LandedFile file) throws IOException;

  @Override
  void close() throws IOException;

  /**
   * What the storage reported since the last time.
   *
   * @param files the wanted ones, as they are now
   * @param listingNeeded hints were lost, so only a listing finds the files
   */
  record Hints(List<LandedFile> files, boolean listingNeeded) {
    static final Hints NONE = new Hints(List.of(), false);
  }
}
