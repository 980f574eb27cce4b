package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.format.FileRecord;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds a batch by the bytes of its records. A file of lines that is larger, as it landed or
 * unpacked, is cut behind a record: the rest is read under a later number of the file log. Where it
 * is cut is found by reading it, once for all of its parts, and stays the same when the batch is
 * repeated. While parts of a file are still to be read, other files that are larger than a batch
 * wait, so that one file is open at a time. Used by the thread of one stream.
 */
public final class FileParts implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(FileParts.class);

  private final FileLog log;
  private final FileContents contents;
  private final LandingAccess landing;
  private final long maxFileBytes;
  private final Set<Long> waiting = new HashSet<>();
  private @Nullable UnderWay underWay;

  /**
   * @param maxFileBytes most bytes of one part; a batch has at most a quarter more, and one record:
   *     the rest of a large file goes on by a record even when other files left it less room
   */
  public FileParts(FileLog log, FileContents contents, LandingAccess landing, long maxFileBytes) {
    this.log = log;
    this.landing = landing;
    this.contents = contents;
    this.maxFileBytes = maxFileBytes;
  }

  /**
   * The versions of a batch, in order, each with what is read of it in this batch.
   *
   * @throws UncheckedIOException if their storage does not answer
   */
  public List<FileToRead> of(List<FileToRead> batch) {
    Budget budget = new Budget(maxFileBytes);
    List<FileToRead> parts = new ArrayList<>(batch);
    parts.replaceAll(file -> isRest(file) ? file : part(file, budget));
    // A rest takes what whole files leave, so that a large file does not hold up small ones.
    parts.replaceAll(file -> isRest(file) ? part(file, budget) : file);
    return parts;
  }

  private static boolean isRest(FileToRead file) {
    return file.portion().afterRecord() > 0;
  }

  private FileToRead part(FileToRead file, Budget budget) {
    Portion portion = file.portion();
    if (portion.goesOn() || portion.care() == Portion.Care.NOT_READ) {
      return file; // It was decided when the batch was planned first.
    }
    try {
      LandedFile now = landing.look(file.content()).orElse(null);
      if (now == null) {
        return file;
      }
      if (portion.afterRecord() > 0 && !now.modifiedAt().equals(file.version().modifiedAt())) {
        leaveOut(file);
        return file.with(portion.with(Portion.Care.NOT_READ, changed(portion)));
      }
      boolean packed = contents.isPacked(file);
      if (!packed && portion.afterRecord() == 0 && now.size() <= budget.left) {
        budget.take(now.size(), now.size());
        return file;
      }
      return isOfOther(file) && waiting.contains(file.version().sequence())
          ? putOff(file, now.size(), budget)
          : cut(file, now.size(), packed, budget);
    } catch (StorageAwayException e) {
      stopUnderWay(file);
      throw new UncheckedIOException(e);
    } catch (IOException | RuntimeException | LinkageError e) {
      stopUnderWay(file);
      LOGGER
          .atDebug()
          .setCause(e)
          .addKeyValue("path", file.version().path())
          .log("cannot look for parts of a file, its reader reports it");
      return file;
    }
  }

  private static String changed(Portion portion) {
    return "it was changed after its first "
        + portion.afterRecord()
        + " records were read. What it holds now is read as another version; nothing has to be done";
  }

  private FileToRead cut(FileToRead file, long size, boolean packed, Budget budget)
      throws IOException {
    if (budget.left <= 0) {
      return putOff(file, size, budget);
    }
    boolean other = isOfOther(file);
    if (other && !packed) {
      return putOff(file, size, budget);
    }
    UnderWay now =
        other ? new UnderWay(OpenFile.of(file, contents, landing), contents) : opened(file);
    long before = now.bytes;
    boolean whole;
    try {
      whole = now.readUpTo(Math.min(maxFileBytes, budget.left));
    } finally {
      if (other) {
        now.close();
      }
    }
    if (other && !whole) {
      return putOff(file, size, budget);
    }
    long taken = now.bytes - before;
    budget.take(taken, packed ? size : taken);
    waiting.remove(file.version().sequence());
    if (whole) {
      stopUnderWay(file);
      return file;
    }
    long rest = packed ? size : Math.max(1, size - now.bytes);
    long records = now.file.records();
    FileToRead part = later(file, records, rest);
    now.sequence = log.lastSequence();
    LOGGER
        .atInfo()
        .addKeyValue("path", file.version().path())
        .addKeyValue("after", file.version().sequence())
        .addKeyValue("records", records)
        .log("file is larger than a batch may be, its rest is read later");
    return part;
  }

  /** Reads nothing of a file in this batch. */
  private FileToRead putOff(FileToRead file, long size, Budget budget) {
    boolean isUnderWay = underWay != null && !isOfOther(file);
    FileToRead nothing = later(file, file.portion().afterRecord(), budget.unpacked(size));
    waiting.remove(file.version().sequence());
    if (isUnderWay) {
      underWay.sequence = log.lastSequence();
    } else {
      waiting.add(log.lastSequence());
    }
    return nothing;
  }

  private FileToRead later(FileToRead file, long throughRecord, long bytes) {
    long sequence = file.version().sequence();
    log.portions().readLater(sequence, throughRecord, Math.max(1, bytes), file.portion().care());
    return file.with(log.portions().of(sequence));
  }

  /** Whether parts of another file are still to be read. */
  private boolean isOfOther(FileToRead file) {
    return underWay != null && underWay.sequence != file.version().sequence();
  }

  /** The file, read up to where the part begins. */
  private UnderWay opened(FileToRead file) throws IOException {
    UnderWay now = underWay;
    if (now != null && now.file.leadsTo(file)) {
      return now;
    }
    stopUnderWay(file);
    UnderWay made = new UnderWay(OpenFile.of(file, contents, landing), contents);
    underWay = made;
    made.sequence = file.version().sequence();
    made.skipTo(file.portion().afterRecord());
    return made;
  }

  /** The rest of a file is not read. */
  private void leaveOut(FileToRead file) {
    if (!isOfOther(file)) {
      close();
    }
  }

  /** Closes the file under way, if it is this one. Its last part may still be read. */
  private void stopUnderWay(FileToRead file) {
    if (!isOfOther(file)) {
      closeUnderWay();
    }
  }

  @Override
  public void close() {
    closeUnderWay();
    RestOfFile.close(log.streamId());
  }

  private void closeUnderWay() {
    UnderWay now = underWay;
    underWay = null;
    if (now != null) {
      now.close();
    }
  }

  /** What is left for the batch, and how much larger its packed files are than they landed. */
  private static final class Budget {
    private static final int PARTS_OF_A_FILE = 4;

    private long left;
    private double ratio = 1;

    Budget(long maxFileBytes) {
      left = maxFileBytes + maxFileBytes / PARTS_OF_A_FILE;
    }

    void take(long bytes, long landed) {
      left -= bytes;
      ratio = landed > 0 ? Math.max(1, (double) bytes / landed) : ratio;
    }

    long unpacked(long landed) {
      return (long) (landed * ratio);
    }
  }

  /** A file of which parts are still to be read. */
  private static final class UnderWay {
    private final OpenFile file;
    private final FileContents contents;
    private long bytes;
    private long sequence;

    UnderWay(OpenFile file, FileContents contents) {
      this.file = file;
      this.contents = contents;
    }

    void skipTo(long record) throws IOException {
      while (file.records() < record && file.peek() != null) {
        take();
      }
    }

    /** Reads records with so many bytes, at least one; returns whether these were the last. */
    boolean readUpTo(long limit) throws IOException {
      long end = bytes + limit;
      boolean any = false;
      FileRecord record = file.peek();
      while (record != null) {
        if (any && bytes + bytes(record) > end) {
          return false;
        }
        take();
        any = true;
        record = file.peek();
      }
      return true;
    }

    private void take() throws IOException {
      FileRecord record = file.next();
      bytes += record == null ? 0 : bytes(record);
    }

    private long bytes(FileRecord record) {
      byte[] value = record.value();
      return value == null ? 0 : contents.contentBytes(value);
    }

    void close() {
      try {
        file.close();
      } catch (IOException e) {
        LOGGER.atDebug().setCause(e).log("cannot close a file that was read");
      }
    }
  }
}
