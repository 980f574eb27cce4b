package dev.freshet.home.delta.upkeep;

import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.CheckpointAlreadyExistsException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.hook.PostCommitHook.PostCommitHookType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one table in a local directory. Not thread-safe. */
final class LayerLog {

  private static final Logger LOGGER = LoggerFactory.getLogger(LayerLog.class);

  /**
   * How long a version can be read after a newer one replaced it. Longer than a scan of {@code
   * verify} or a Spark job over a layer takes.
   */
  static final Duration READERS = Duration.ofHours(1);

  private final Engine engine;
  private final String name;
  private final Path directory;
  private final InstantSource clock;

  LayerLog(Engine engine, String name, Path directory, InstantSource clock) {
    this.engine = engine;
    this.name = name;
    this.directory = directory;
    this.clock = clock;
  }

  /** Where the data files are. */
  Path directory() {
    return directory;
  }

  /** The newest version; empty when there is no table. */
  Optional<Snapshot> newest() {
    try {
      return Optional.of(TableManager.loadSnapshot(directory.toString()).build(engine));
    } catch (TableNotFoundException missing) {
      return Optional.empty();
    }
  }

  /** That version. */
  Snapshot at(long version) {
    return TableManager.loadSnapshot(directory.toString()).atVersion(version).build(engine);
  }

  LogFiles files() throws IOException {
    return LogFiles.list(directory.resolve("_delta_log"));
  }

  /** The moment since which a reader may have begun that is still reading. */
  Instant readersSince() {
    return clock.instant().minus(READERS);
  }

  LayerShape shape(Snapshot head, LiveFiles live) throws IOException {
    LogFiles log = files();
    long checkpoint = log.checkpoints().isEmpty() ? 0 : log.checkpoints().lastKey();
    return new LayerShape(
        name,
        head.getVersion(),
        live.data(),
        new LayerShape.Log(
            log.commits().size(),
            log.before(log.keptFrom(readersSince())),
            head.getVersion() - checkpoint));
  }

  /** Does what Delta asks for after a commit. The commit is valid without it. */
  void run(List<PostCommitHook> hooks) {
    for (PostCommitHook hook : hooks) {
      if (hook.getType() != PostCommitHookType.CHECKPOINT) {
        continue; // Nothing reads the checksum of Delta.
      }
      try {
        hook.threadSafeInvoke(engine);
      } catch (CheckpointAlreadyExistsException doneByAWriter) {
        LOGGER.atDebug().addKeyValue("table", name).log("checkpoint already exists");
      } catch (IOException | RuntimeException failed) {
        LOGGER
            .atWarn()
            .setCause(failed)
            .addKeyValue("table", name)
            .addKeyValue("task", hook.getType())
            .log("checkpoint after a compaction failed, the commit is valid");
      }
    }
  }

  @Override
  public String toString() {
    return "table " + name + " at " + directory;
  }
}
