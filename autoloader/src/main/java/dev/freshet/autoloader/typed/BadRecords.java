package dev.freshet.autoloader.typed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down the records of one batch that cannot be parsed, and its files that cannot be read:
 * files of JSON lines in {@code bad_records} and {@code bad_files} of a directory that is named by
 * a time. Time and names follow from the batch, so a batch that is repeated replaces its own files.
 * Travels to the tasks. Immutable and thread-safe.
 */
final class BadRecords implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Logger LOGGER = LoggerFactory.getLogger(BadRecords.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final String RECORDS = "bad_records";
  private static final String FILES = "bad_files";

  private final String directory;
  private final String stream;
  private final SerializableConfiguration hadoop;
  private final ReadErrorNote withErrors;

  /**
   * @param base the directory that the user gave
   * @param stream id of the stream, which two streams that write to one directory do not share
   * @param batch a time that a repetition of the batch has too
   * @param hadoop with the settings of the file system
   */
  BadRecords(
      String base, String stream, Instant batch, Configuration hadoop, ReadErrorNote withErrors) {
    this.directory = base + "/" + TIME.format(batch);
    this.stream = stream;
    this.hadoop = new SerializableConfiguration(hadoop);
    this.withErrors = withErrors;
  }

  /**
   * Removes what an earlier attempt at the same batch has written.
   *
   * @throws UncheckedIOException if the directory cannot be used
   */
  void forget(Set<Long> sequences) {
    Set<String> names =
        sequences.stream().map(each -> stream + "-" + each).collect(Collectors.toSet());
    for (String kind : List.of(RECORDS, FILES)) {
      Path place = new Path(directory, kind);
      try {
        FileContext files = files();
        RemoteIterator<FileStatus> entries = files.listStatus(place);
        while (entries.hasNext()) {
          Path entry = entries.next().getPath();
          if (names.contains(entry.getName().replaceFirst("(_\\d+)?\\.json$", ""))) {
            files.delete(entry, false);
          }
        }
      } catch (FileNotFoundException e) {
        LOGGER.atTrace().addKeyValue("path", place).log("no attempt at this batch was made before");
      } catch (IOException e) {
        throw unusable(place, e);
      }
    }
  }

  /**
   * Writes down a file that cannot be read, and why.
   *
   * @param path as users know it
   */
  void badFile(long sequence, String path, Exception why) {
    String reason = reason(why);
    LOGGER
        .atWarn()
        .addKeyValue("path", path)
        .addKeyValue("reason", reason)
        .log("file cannot be read, it is written down in badRecordsPath");
    withErrors.add(sequence);
    try (Writer writer = new Writer(new Path(new Path(directory, FILES), name(sequence)))) {
      writer.add(path, null, reason);
      writer.end();
    }
  }

  private String name(long sequence) {
    return stream + "-" + sequence + ".json";
  }

  private static String reason(Exception why) {
    if (why instanceof NoSuchFileException || why instanceof FileNotFoundException) {
      return "it was removed after discovery and before reading";
    }
    if (why instanceof AccessDeniedException) {
      return "permission to read it is missing";
    }
    String message = why.getMessage();
    return message == null || message.isBlank() ? why.getClass().getSimpleName() : message;
  }

  /** For the bad records of a part of a file. */
  OfPart ofPart(long sequence, String path, long start) {
    return new OfPart(sequence, path, start);
  }

  /**
   * The bad records of a part of a file; they count once all of them are known. Not thread-safe.
   */
  final class OfPart implements AutoCloseable {
    private final long sequence;
    private final String path;
    private final Path target;
    private @Nullable Writer writer;

    private OfPart(long sequence, String path, long start) {
      this.sequence = sequence;
      this.path = path;
      this.target =
          new Path(
              new Path(directory, RECORDS), "%s-%d_%d.json".formatted(stream, sequence, start));
    }

    void add(String record, String reason) {
      Writer opened = writer;
      if (opened == null) {
        opened = new Writer(target);
        writer = opened;
        withErrors.add(sequence);
      }
      opened.add(path, record, reason);
    }

    void badFile(Exception why) {
      BadRecords.this.badFile(sequence, path, why);
    }

    /** Puts what was added in its place. */
    void end() {
      if (writer != null) {
        writer.end();
        writer = null;
      }
    }

    /** Throws away what was added since the last end. */
    @Override
    public void close() {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    }
  }

  private FileContext files() throws IOException {
    return FileContext.getFileContext(new Path(directory).toUri(), hadoop.value());
  }

  private static UncheckedIOException unusable(Path path, IOException e) {
    return new UncheckedIOException(
        "Cannot use "
            + path
            + " for badRecordsPath: "
            + e.getMessage()
            + ". Give a directory that"
            + " this user may write to.",
        e);
  }

  /** A file that is written aside, and replaces another one when it ends. */
  private final class Writer implements AutoCloseable {
    private final Path target;
    private final Path aside;
    private final FileContext files;
    private final FSDataOutputStream out;
    private boolean isOpen = true;

    Writer(Path target) {
      this.target = target;
      this.aside =
          new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
      try {
        this.files = files();
        this.out =
            files.create(aside, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent());
      } catch (IOException e) {
        throw unusable(target, e);
      }
    }

    void add(String path, @Nullable String record, String reason) {
      Map<String, String> line = new LinkedHashMap<>();
      line.put("path", path);
      if (record != null) {
        line.put("record", record);
      }
      line.put("reason", reason);
      try {
        out.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Cannot write JSON", e);
      } catch (IOException e) {
        throw unusable(target, e);
      }
    }

    void end() {
      try {
        out.close();
        files.rename(aside, target, Options.Rename.OVERWRITE);
        isOpen = false;
      } catch (IOException e) {
        throw unusable(target, e);
      }
    }

    @Override
    public void close() {
      if (isOpen) {
        isOpen = false;
        try {
          out.close();
          files.delete(aside, false);
        } catch (IOException e) {
          LOGGER
              .atDebug()
              .addKeyValue("path", aside)
              .addKeyValue("error", e.toString())
              .log("temporary file stays");
        }
      }
    }
  }
}
