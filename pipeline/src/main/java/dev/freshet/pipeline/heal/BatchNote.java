package dev.freshet.pipeline.heal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.home.process.OutOfMemory;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.damage.SetAside;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says which batch is under way. It outlives the process and not a loss of power, so
 * it costs one write a batch. Nothing depends on it: without it a batch that ends the process is
 * only noticed later. One owner; {@link #planned} and {@link #completed} are called by the thread
 * of the query.
 */
public final class BatchNote implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(BatchNote.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATHS_MAX = 5;

  /** The states have the same length, so that one takes the place of another. */
  private static final byte[] DONE = ascii("\"done\"   ");

  private static final byte[] MEMORY = ascii("\"memory\" ");
  private static final String RUNNING = "running";
  private static final long STATE_OFFSET = "{\"state\":".length();
  private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

  private final String streamId;
  private final @Nullable RandomAccessFile file;
  private final @Nullable Died found;
  private final OutOfMemory.Noting noting;
  private @Nullable Died carried;
  private volatile byte @Nullable [] lastWords;
  private boolean running;
  private boolean warned;

  private BatchNote(String streamId, @Nullable RandomAccessFile file, @Nullable Died found) {
    this.streamId = streamId;
    this.file = file;
    this.found = found;
    this.noting = OutOfMemory.noting(this::outOfMemory);
  }

  /**
   * A batch with which a process died.
   *
   * @param streamId of the batch
   * @param after end of the batch before
   * @param upTo end of the batch
   * @param deaths how often, this one included
   */
  record Died(String streamId, long after, long upTo, Deaths deaths) {}

  /**
   * Opens the note of a home whose lock the caller holds.
   *
   * @param damages is told of one that cannot be read; it is put aside
   */
  public static BatchNote open(Path path, String streamId, DamageListener damages) {
    Died found = null;
    RandomAccessFile file = null;
    try {
      Files.createDirectories(path.getParent());
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        try {
          found = read(Files.readString(path)).orElse(null);
        } catch (IOException | RuntimeException e) {
          Path aside = SetAside.rename(path);
          damages.found(
              new Damage(
                  DamagedPart.STATE_FILE,
                  path.toString(),
                  "it is not what a run writes",
                  "The file is now " + aside + ". Which batch was under way is not known."));
        }
      }
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      warn(path, e);
    }
    return new BatchNote(streamId, file, found);
  }

  private static void warn(Object what, IOException e) {
    LOGGER
        .atWarn()
        .addKeyValue("path", what)
        .addKeyValue("error", e.toString())
        .log("cannot note which batch is under way");
  }

  /** The batch that died; empty if the last process ended in order. */
  static Optional<Died> read(String text) throws IOException {
    JsonNode note = JSON.readTree(text);
    if (note.isMissingNode()) {
      return Optional.empty(); // No batch was ever noted.
    }
    String state = note.required("state").asText();
    if (!state.equals(RUNNING) && !state.equals("memory")) {
      return Optional.empty();
    }
    Deaths before =
        new Deaths(note.required("memory").asInt(), note.required("unexplained").asInt());
    return Optional.of(
        new Died(
            note.required("streamId").asText(),
            note.required("after").asLong(),
            note.required("upTo").asLong(),
            before.andOne(state.equals("memory"))));
  }

  /** The batch with which the last process died, if it did. */
  Optional<Died> found() {
    return Optional.ofNullable(found);
  }

  /** Has the deaths count for the same batch, if it is planned again. */
  void carry(Died died) {
    carried = died;
  }

  /** A batch is about to be read. */
  public void planned(List<FileVersion> files) {
    long after = files.get(0).sequence() - 1;
    long upTo = files.get(files.size() - 1).sequence();
    Died before = carried;
    Deaths deaths = before != null && before.after() == after ? before.deaths() : Deaths.NONE;
    List<String> paths = files.stream().limit(PATHS_MAX).map(FileVersion::path).toList();
    ObjectNode note =
        JSON.createObjectNode()
            .put("state", RUNNING)
            .put("streamId", streamId)
            .put("after", after)
            .put("upTo", upTo)
            .put("memory", deaths.memory())
            .put("unexplained", deaths.unexplained());
    paths.forEach(note.putArray("files")::add);
    lastWords =
        ("Batch %s:%d was under way, with %d files: %s%n"
                .formatted(streamId, upTo, files.size(), String.join(", ", paths)))
            .getBytes(StandardCharsets.UTF_8);
    running = true;
    write(0, (note + "\n").getBytes(StandardCharsets.UTF_8), true);
  }

  /** The batch is complete. */
  public void completed() {
    carried = null;
    end();
  }

  private void end() {
    if (running) {
      running = false;
      lastWords = null;
      write(STATE_OFFSET, DONE, false);
    }
  }

  private void write(long offset, byte[] bytes, boolean last) {
    if (file == null) {
      return;
    }
    try {
      file.seek(offset);
      file.write(bytes);
      if (last) {
        file.setLength(bytes.length);
      }
    } catch (IOException e) {
      if (!warned) {
        warned = true;
        warn(streamId, e);
      }
    }
  }

  /** The process ends because memory is out. Allocates nothing. */
  public void outOfMemory() {
    byte[] words = lastWords;
    if (words == null || file == null) {
      return;
    }
    lastWords = null;
    running = false;
    try {
      file.seek(STATE_OFFSET);
      file.write(MEMORY);
      STDERR.write(words);
    } catch (IOException e) {
      return; // The death counts as an unexplained one.
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The process ends in order. */
  @Override
  public void close() {
    noting.close();
    end();
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        warn(streamId, e);
      }
    }
  }
}
