package dev.freshet.autoloader.listing;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.option.AutoloaderOptions.Increments;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Up to which key the files of a landing zone were listed, in a storage that orders its keys by
 * their bytes in UTF-8. Not thread-safe.
 */
public final class KeyProgress {
  private final Increments increments;
  private final SeenFiles seen;
  private byte[] last = {};
  private byte[] lastBefore = {};
  private boolean inOrder;
  private boolean missed;

  /**
   * @param increments when listings begin behind the last key
   * @param seen the files that were found before
   */
  public KeyProgress(Increments increments, SeenFiles seen) {
    this.increments = increments;
    this.seen = seen;
  }

  /** A full listing begins. */
  public void listingBegins() {
    lastBefore = last;
    missed = false;
  }

  /** A file of a full listing. A new one before the last key came out of order. */
  public void listed(LandedFile file) {
    byte[] key = key(file);
    missed |= compare(key, lastBefore) < 0 && !seen.hasPath(file.path());
    advance(key);
  }

  /** The full listing was complete. */
  public void listingCompleted() {
    inOrder = !missed;
  }

  /** A file of a listing that began behind the last key. */
  public void cameAfter(LandedFile file) {
    advance(key(file));
  }

  /** The path behind which the next listing may begin; empty if it must be full. */
  public Optional<String> last() {
    boolean mayBegin =
        switch (increments) {
          case NEVER -> false;
          case WHILE_IN_ORDER -> inOrder;
          case ALWAYS -> true;
        };
    return mayBegin && last.length > 0
        ? Optional.of(new String(last, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private void advance(byte[] key) {
    last = compare(key, last) > 0 ? key : last;
  }

  private static byte[] key(LandedFile file) {
    return file.path().getBytes(StandardCharsets.UTF_8);
  }

  private static int compare(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other);
  }
}
