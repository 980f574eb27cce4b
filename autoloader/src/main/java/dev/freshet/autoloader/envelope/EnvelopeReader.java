package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.compression.UnsuitableContentException;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.format.FileRecord;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.nio.channels.ClosedByInterruptException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the files of one task, one file open at a time. What is wrong with a file becomes a
 * row; only the end of the task itself (an interrupt) and the loss of the whole landing zone are
 * thrown.
 */
final class EnvelopeReader implements PartitionReader<InternalRow> {
  /** Decoders wrap the errors of what they read. */
  private static final int CAUSES_MAX = 20;

  private static final String LARGER_THAN_MEMORY =
      "Split it, or give the process a larger heap (-Xmx) and land it again";

  private final Iterator<FileToRead> files;
  private final FileContents contents;
  private final Limit limit;
  private final LandingAccess landing;
  private final String streamId;
  private @Nullable FileToRead file;
  private @Nullable OpenFile open;
  private long recordsOfFile;
  private long bytesOfFile;
  private long lastLine;
  private @Nullable InternalRow current;

  /**
   * How large what is read of a file may be.
   *
   * @param bytes {@link Long#MAX_VALUE} if there is no limit
   * @param inParts whether larger files were cut when the batch was planned
   */
  record Limit(long bytes, boolean inParts) implements Serializable {

    boolean isOfFiles() {
      return !inParts && bytes < Long.MAX_VALUE;
    }

    /** Of a part a file has more only if it has grown since. */
    long ofContent() {
      return inParts && bytes < Long.MAX_VALUE / 2 ? 2 * bytes : bytes;
    }
  }

  /**
   * @param streamId whose files they are
   */
  EnvelopeReader(
      List<FileToRead> files,
      FileContents contents,
      Limit limit,
      LandingAccess landing,
      String streamId) {
    this.landing = landing;
    this.streamId = streamId;
    this.files = files.iterator();
    this.contents = contents;
    this.limit = limit;
  }

  @Override
  public boolean next() throws IOException {
    while (true) {
      if (file == null) {
        if (!files.hasNext()) {
          return false;
        }
        file = files.next();
        recordsOfFile = 0;
        bytesOfFile = 0;
        lastLine = 0;
      }
      InternalRow row = nextOf(file);
      if (row != null) {
        current = row;
        return true;
      }
    }
  }

  /** The file's next row; null at its end. */
  private @Nullable InternalRow nextOf(FileToRead now) throws IOException {
    FileRecord record;
    Portion portion = now.portion();
    if (!portion.isRead()) {
      file = null;
      String why = portion.isPutOff() ? null : ReadErrors.notRead(now);
      return EnvelopeRow.of(now, null, EnvelopeRow.MARKER, why);
    }
    try {
      OpenFile from = open == null ? opened(now) : open;
      record = recordsOfFile == portion.throughRecord() ? null : from.next();
      if (record == null) {
        end(portion);
      } else {
        count(record);
      }
    } catch (ClosedByInterruptException | InterruptedIOException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      // Codecs report a corrupt file as any of these, a missing native library as the last.
      file = null;
      closeAfter(e);
      StorageAwayException away = away(e);
      if (away != null) {
        throw away;
      }
      landing.requireLandingZone(now.version().path(), e);
      return EnvelopeRow.of(
          now, null, EnvelopeRow.MARKER, ReadErrors.of(now.version(), lastLine, e));
    }
    if (record != null) {
      return EnvelopeRow.of(now, record.value(), record.line(), record.error());
    }
    file = null;
    return recordsOfFile == 0 || recordsOfFile <= portion.afterRecord()
        ? EnvelopeRow.of(now, null, EnvelopeRow.MARKER, ReadErrors.withoutContent(now.version()))
        : null;
  }

  /** Of a storage that does not answer nothing is known about the file: the batch is repeated. */
  private static @Nullable StorageAwayException away(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < CAUSES_MAX; depth++) {
      if (each instanceof StorageAwayException found) {
        return found;
      }
      each = each.getCause();
    }
    return null;
  }

  /** Decides by the file that is there now: the version in the log may be gone or rewritten. */
  private void requireWithinLimit(FileToRead now) throws IOException {
    long bytes =
        limit.isOfFiles() ? landing.look(now.content()).map(LandedFile::size).orElse(0L) : 0;
    if (bytes > limit.bytes()) {
      throw new UnsuitableContentException(
          "it has %d bytes, and %d are the most that are read of one file"
              .formatted(bytes, limit.bytes()),
          LARGER_THAN_MEMORY);
    }
  }

  /** The file, read up to where the part begins. */
  private OpenFile opened(FileToRead now) throws IOException {
    OpenFile made = RestOfFile.take(streamId, now);
    if (made == null) {
      requireWithinLimit(now);
      made = OpenFile.of(now, contents, landing);
    }
    open = made;
    try {
      while (made.records() < now.portion().afterRecord() && made.next() != null) {
        // These records are part of earlier batches.
      }
    } finally {
      recordsOfFile = made.records();
      lastLine = made.lastLine();
    }
    return made;
  }

  /** The part was read: its file stays open if another part follows. */
  private void end(Portion portion) throws IOException {
    OpenFile read = open;
    boolean anotherFollows = portion.goesOn() && recordsOfFile == portion.throughRecord();
    if (read != null && anotherFollows && contents.outliveTheirTask()) {
      open = null;
      RestOfFile.keep(streamId, read);
    } else {
      close();
    }
  }

  private void count(FileRecord record) throws UnsuitableContentException {
    byte[] value = record.value();
    bytesOfFile += value == null ? 0 : contents.contentBytes(value);
    if (bytesOfFile > limit.ofContent()) {
      throw new UnsuitableContentException(
          "its unpacked content has more than %d bytes, the most that are read of one file; it was read up to line %d"
              .formatted(limit.ofContent(), lastLine),
          LARGER_THAN_MEMORY);
    }
    recordsOfFile++;
    lastLine = record.line();
  }

  /** The file already has its error; a failure to close it changes nothing. */
  private void closeAfter(Throwable cause) {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public InternalRow get() {
    InternalRow row = current;
    if (row == null) {
      throw new IllegalStateException("get() before a successful next()");
    }
    return row;
  }

  @Override
  public void close() throws IOException {
    OpenFile read = open;
    open = null;
    if (read != null) {
      read.close();
    }
  }
}
