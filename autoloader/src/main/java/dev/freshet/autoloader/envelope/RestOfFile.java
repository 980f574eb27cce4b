package dev.freshet.autoloader.envelope;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of which a stream read a part last, still open behind this part: so that the reader of
 * the next part, which is another object, need not begin at the start of the file. One for each
 * stream of this process, because a stream reads the parts of one file after the other.
 * Thread-safe.
 */
final class RestOfFile {
  private static final Logger LOGGER = LoggerFactory.getLogger(RestOfFile.class);

  private static final Map<String, OpenFile> OPEN = new ConcurrentHashMap<>();

  private RestOfFile() {}

  /** Keeps a file until its next part is read; it belongs to this class from now on. */
  static void keep(String streamId, OpenFile file) {
    close(OPEN.put(streamId, file));
  }

  /**
   * The file from which this part can be read; it belongs to the caller from now on. Null if the
   * part has to be read from the start of its file.
   */
  static @Nullable OpenFile take(String streamId, FileToRead part) {
    if (part.portion().afterRecord() == 0) {
      return null;
    }
    OpenFile kept = OPEN.remove(streamId);
    if (kept != null && !kept.leadsTo(part)) {
      close(kept);
      return null;
    }
    return kept;
  }

  /** Closes the file of a stream, if one is open: its next part is not read. */
  static void close(String streamId) {
    close(OPEN.remove(streamId));
  }

  private static void close(@Nullable OpenFile file) {
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      LOGGER.atDebug().setCause(e).log("cannot close a file that was read");
    }
  }
}
