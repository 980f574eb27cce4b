package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.compression.FileOpener;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.format.ContentFormat;
import dev.freshet.autoloader.format.FileRecord;
import dev.freshet.autoloader.format.FileRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds a batch by the bytes of its records. A file of lines that is larger, as it landed or
 * unpacked, is cut behind a record: the rest is read under a later number of the file log. Where it
 * is cut is found by reading it, once for all of its parts, and stays the same when the batch is
 * repeated. Used by the thread of one stream.
 */
public final class FileParts implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(FileParts.class);

  private final FileLog log;
  private final ContentFormat format;
  private final long maxFileBytes;
  private @Nullable OpenFile open;

  /**
   * @param maxFileBytes most bytes of one part; a batch has at most a quarter more
   */
  FileParts(FileLog log, ContentFormat format, long maxFileBytes) {
    this.log = log;
    this.format = format;
    this.maxFileBytes = maxFileBytes;
  }

  /** The versions of a batch, in order, each with what is read of it in this batch. */
  public List<FileToRead> of(List<FileToRead> batch) {
    Budget budget = new Budget(maxFileBytes);
    List<FileToRead> parts = new ArrayList<>(batch.size());
    for (FileToRead file : batch) {
      parts.add(part(file, budget));
    }
    return parts;
  }

  private FileToRead part(FileToRead file, Budget budget) {
    Portion portion = file.portion();
    if (portion.goesOn() || portion.care() == Portion.Care.NOT_READ) {
      return file; // It was decided when the batch was planned first.
    }
    try {
      Path content = Path.of(file.content());
      BasicFileAttributes now = Files.readAttributes(content, BasicFileAttributes.class);
      if (!now.isRegularFile()) {
        return file;
      }
      if (portion.afterRecord() > 0
          && !now.lastModifiedTime().toInstant().equals(file.version().modifiedAt())) {
        return file.with(portion.with(Portion.Care.NOT_READ, changed(portion)));
      }
      boolean packed = FileOpener.isPacked(file.content());
      if (!packed && portion.afterRecord() == 0 && now.size() <= budget.left) {
        budget.take(now.size(), now.size());
        return file;
      }
      return cut(file, now.size(), packed, budget);
    } catch (IOException | RuntimeException | LinkageError e) {
      closeOpen();
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
    Portion portion = file.portion();
    long sequence = file.version().sequence();
    if (budget.left <= 0) {
      closeOpen();
      return later(file, portion.afterRecord(), budget.unpacked(size));
    }
    OpenFile now = opened(file);
    long before = now.bytes;
    boolean whole = now.readUpTo(Math.min(maxFileBytes, budget.left));
    long taken = now.bytes - before;
    budget.take(taken, packed ? size : taken);
    if (whole) {
      closeOpen();
      return file;
    }
    long rest = packed ? size : Math.max(1, size - now.bytes);
    long records = now.records;
    FileToRead part = later(file, records, rest);
    now.sequence = log.lastSequence();
    LOGGER
        .atInfo()
        .addKeyValue("path", file.version().path())
        .addKeyValue("after", sequence)
        .addKeyValue("records", records)
        .log("file is larger than a batch may be, its rest is read later");
    return part;
  }

  private FileToRead later(FileToRead file, long throughRecord, long bytes) {
    long sequence = file.version().sequence();
    log.readLater(sequence, throughRecord, Math.max(1, bytes), file.portion().care());
    return file.with(log.portion(sequence));
  }

  /** The file, read up to where the part begins. */
  private OpenFile opened(FileToRead file) throws IOException {
    OpenFile now = open;
    if (now != null
        && now.sequence == file.version().sequence()
        && now.records == file.portion().afterRecord()) {
      return now;
    }
    closeOpen();
    OpenFile made = new OpenFile(format.read(format.open(file.content())), format);
    open = made;
    made.skip(file.portion().afterRecord());
    return made;
  }

  private void closeOpen() {
    OpenFile now = open;
    open = null;
    if (now != null) {
      try {
        now.content.close();
      } catch (IOException e) {
        LOGGER.atDebug().setCause(e).log("cannot close a file that was read");
      }
    }
  }

  @Override
  public void close() {
    closeOpen();
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

  /** A file that is read in parts. */
  private static final class OpenFile {
    private final FileRecords content;
    private final ContentFormat format;
    private @Nullable FileRecord next;
    private long records;
    private long bytes;
    private long sequence;

    OpenFile(FileRecords content, ContentFormat format) {
      this.content = content;
      this.format = format;
    }

    void skip(long count) throws IOException {
      while (records < count && content.next() != null) {
        records++;
      }
    }

    /** Reads records with so many bytes, at least one; returns whether these were the last. */
    boolean readUpTo(long limit) throws IOException {
      long end = bytes + limit;
      boolean any = false;
      FileRecord record = next == null ? content.next() : next;
      while (record != null) {
        byte[] value = record.value();
        long own = value == null ? 0 : format.contentBytes(value);
        if (any && bytes + own > end) {
          next = record;
          return false;
        }
        bytes += own;
        records++;
        any = true;
        record = content.next();
      }
      return true;
    }
  }
}
