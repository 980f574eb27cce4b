package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileRecord;
import dev.freshet.autoloader.format.FileRecords;
import dev.freshet.autoloader.fs.LandingAccess;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read forward, and how far it was read. It can go on with the next part of its
 * version as long as the file is the one that was opened. Not thread-safe.
 */
final class OpenFile implements Closeable {

  private final FileToRead opened;
  private final LandingAccess landing;
  private final Optional<LandedFile> state;
  private final FileRecords content;
  private @Nullable FileRecord ahead;
  private long records;
  private long lastLine;

  private OpenFile(
      FileToRead opened, LandingAccess landing, Optional<LandedFile> state, FileRecords content) {
    this.opened = opened;
    this.landing = landing;
    this.state = state;
    this.content = content;
  }

  /**
   * Opens a file at its start.
   *
   * @throws IOException if it is not there or not of the format
   */
  static OpenFile of(FileToRead file, FileContents contents, LandingAccess landing)
      throws IOException {
    Optional<LandedFile> state =
        landing.look(file.content()); // Before the content: a later change is noticed.
    return new OpenFile(file, landing, state, contents.open(file));
  }

  /**
   * Whether the part begins here or further on, and the file has not changed since it was opened.
   */
  boolean leadsTo(FileToRead part) {
    try {
      return part.portion().origin() == opened.portion().origin()
          && part.content().equals(opened.content())
          && part.portion().afterRecord() >= records
          && state.isPresent()
          && landing.look(part.content()).equals(state);
    } catch (IOException e) {
      return false; // Who opens it again meets the same failure and reports it.
    }
  }

  /**
   * The next record, or null at the end.
   *
   * @throws IOException as {@link FileRecords#next()}
   */
  @Nullable FileRecord next() throws IOException {
    FileRecord record = peek();
    ahead = null;
    if (record != null) {
      records++;
      lastLine = record.line();
    }
    return record;
  }

  /** The record that {@link #next()} will give. */
  @Nullable FileRecord peek() throws IOException {
    if (ahead == null) {
      ahead = content.next();
    }
    return ahead;
  }

  /** How many records were read. */
  long records() {
    return records;
  }

  /** Line of the last record that was read; 0 before the first. */
  long lastLine() {
    return lastLine;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
