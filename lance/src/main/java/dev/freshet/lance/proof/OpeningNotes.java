package dev.freshet.lance.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes of what processes open for the first time, in a directory of the table: native code may end
 * a process on a damaged file, and the next one would end in the same way. A process locks its note
 * as long as it lives. A note without its lock was left by a process that died meanwhile, and is
 * kept as a death. What has ended {@value #DEATHS_MAX} processes must not be opened any more: one
 * death may have another cause, such as a kill. An opening that succeeds removes the deaths before
 * it, and a process that is asked to end leaves no note.
 *
 * <p>A process without the right to write there leaves no notes. Thread-safe, also for several
 * objects of one directory.
 */
public final class OpeningNotes {

  /** Deaths after which a subject counts as damaged. */
  public static final int DEATHS_MAX = 2;

  private static final Logger LOGGER = LoggerFactory.getLogger(OpeningNotes.class);
  private static final String OPENING = "opening-";
  private static final String DEATH = "death-";
  private static final String DAMAGE = "damage-";

  /**
   * Notes of this process. POSIX drops a process's lock as soon as the process closes any handle of
   * the file, so they must not be opened again.
   */
  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> OPEN_HERE.forEach(OpeningNotes::delete), "freshet-opening-notes"));
  }

  private final Path directory;

  /**
   * @param directory of the notes; made when it is needed, if the one above it is there
   */
  public OpeningNotes(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /** That this process is opening something; closing it says that it has lived. */
  public final class Note implements AutoCloseable {
    private final Set<String> subjects;
    private final Path file;
    private final @Nullable FileChannel channel;

    private Note(Set<String> subjects, Path file, @Nullable FileChannel channel) {
      this.subjects = subjects;
      this.file = file;
      this.channel = channel;
    }

    @Override
    public void close() {
      if (channel == null) {
        return;
      }
      delete(file);
      OPEN_HERE.remove(file);
      OpeningNotes.this.close(channel);
      remove(subjects, DEATH);
    }
  }

  /**
   * Notes that this process begins to open something. Takes some 0.1 ms.
   *
   * @param subjects their names, without line breaks
   */
  public Note begin(Set<String> subjects) {
    Path file = directory.resolve(OPENING + UUID.randomUUID());
    FileChannel channel = null;
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory);
      }
      OPEN_HERE.add(file);
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel.lock();
      channel.write(ByteBuffer.wrap(String.join("\n", subjects).getBytes(StandardCharsets.UTF_8)));
      return new Note(subjects, file, channel);
    } catch (IOException e) {
      logFailure("cannot note what is being opened", e);
      close(channel);
      delete(file);
      OPEN_HERE.remove(file);
      return new Note(subjects, file, null);
    }
  }

  private void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      logFailure("cannot close a note of what is being opened", e);
    }
  }

  /** What has ended so many processes that it must not be opened. */
  public Set<String> damaged() {
    Map<String, Integer> deaths = new HashMap<>();
    for (Path file : files()) {
      Path death = isLeft(file) ? keep(file) : file;
      String name = death.getFileName().toString();
      int count = name.startsWith(DAMAGE) ? DEATHS_MAX : name.startsWith(DEATH) ? 1 : 0;
      if (count > 0) {
        subjects(death).forEach(subject -> deaths.merge(subject, count, Integer::sum));
      }
    }
    Set<String> damaged = new HashSet<>();
    deaths.forEach(
        (subject, sum) -> {
          if (sum >= DEATHS_MAX) {
            damaged.add(subject);
          }
        });
    return damaged;
  }

  /** Whether it is the note of a process that has died. */
  private boolean isLeft(Path file) {
    if (!file.getFileName().toString().startsWith(OPENING) || OPEN_HERE.contains(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      // A process makes its note, locks it and writes into it: an empty one tells nothing.
      return lock != null && channel.size() > 0;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      logFailure("cannot read a note of what is being opened", e);
      return false;
    }
  }

  private Path keep(Path file) {
    Path death =
        file.resolveSibling(DEATH + file.getFileName().toString().substring(OPENING.length()));
    try {
      Files.move(file, death, StandardCopyOption.ATOMIC_MOVE);
      LOGGER
          .atWarn()
          .addKeyValue("path", directory)
          .addKeyValue("reason", String.join(", ", subjects(death)))
          .log("a process ended while it opened files of the vector table");
      return death;
    } catch (NoSuchFileException e) {
      return death; // Another process has kept it.
    } catch (IOException e) {
      logFailure("cannot keep the note of a process that has died", e);
      return file;
    }
  }

  /** Notes that something is damaged, as if it had ended processes. */
  public void noteDamage(Set<String> subjects) {
    Path file = directory.resolve(DAMAGE + UUID.randomUUID());
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory);
      }
      Files.writeString(file, String.join("\n", subjects));
    } catch (IOException e) {
      logFailure("cannot note what is damaged", e);
    }
  }

  /** Removes what is noted of subjects that are no longer there. */
  public void forget(Set<String> subjects) {
    remove(subjects, "");
  }

  private void remove(Set<String> subjects, String kind) {
    for (Path file : files()) {
      Path death = isLeft(file) ? keep(file) : file;
      String name = death.getFileName().toString();
      if (name.startsWith(kind)
          && (name.startsWith(DEATH) || name.startsWith(DAMAGE))
          && subjects(death).stream().anyMatch(subjects::contains)) {
        delete(death);
      }
    }
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      logFailure("cannot list the notes of what is being opened", e);
      return List.of();
    }
  }

  private static List<String> subjects(Path file) {
    try {
      return Arrays.asList(
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n"));
    } catch (IOException e) {
      return List.of(); // Another process has removed it.
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOGGER
          .atDebug()
          .addKeyValue("path", file)
          .addKeyValue("error", e.toString())
          .log("cannot remove a note of what is being opened");
    }
  }

  private void logFailure(String message, IOException e) {
    LOGGER.atDebug().addKeyValue("path", directory).addKeyValue("error", e.toString()).log(message);
  }
}
