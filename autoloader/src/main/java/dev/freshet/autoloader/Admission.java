package dev.freshet.autoloader;

import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.InvalidOptionException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets the caller decide how much each batch of a stream takes. Spark makes a source from options,
 * which are text, so the rule is registered in this process under an id and the stream is given the
 * id:
 *
 * <pre>{@code
 * try (Admission admission = Admission.register("articles", waitingBytes -> 1 << 20)) {
 *   spark.readStream().format("autoloader").option("autoloader.admission", "articles")...
 * }
 * }</pre>
 *
 * <p>A batch takes the least of what the rule, {@code cloudFiles.maxFilesPerTrigger} and {@code
 * cloudFiles.maxBytesPerTrigger} allow, but at least one file. Thread-safe.
 */
public final class Admission implements AutoCloseable {

  private static final ConcurrentMap<String, Admission> REGISTERED = new ConcurrentHashMap<>();

  private final String id;
  private final Rule rule;

  private Admission(String id, Rule rule) {
    this.id = id;
    this.rule = rule;
  }

  /** Decides how much the next batch takes. */
  @FunctionalInterface
  public interface Rule {

    /**
     * Bytes at which the next batch ends; the file that reaches them is still included. Asked once
     * for each batch, right before it, on the query's thread, and only when files wait. An
     * exception ends the query.
     *
     * @param waitingBytes bytes of the files that are discovered and in no batch yet
     * @return less than 1 stands for 1: one file
     */
    long maxBytes(long waitingBytes);

    /**
     * A batch is about to be read. Called on the query's thread before any content of the batch is
     * looked at, also for one that is repeated. An exception ends the query.
     *
     * @param files its file versions, in order, not empty
     */
    default void planned(List<FileVersion> files) {}
  }

  /**
   * Registers a rule for the streams of this process that are started with its id. A stream keeps
   * the rule until it ends.
   *
   * @param id any text
   * @throws IllegalStateException if the id is taken
   */
  public static Admission register(String id, Rule rule) {
    Admission admission = new Admission(id, rule);
    if (REGISTERED.putIfAbsent(id, admission) != null) {
      throw new IllegalStateException(
          "Cannot register admission '"
              + id
              + "': one is registered under that id in this process. Close it first, or use another id.");
    }
    return admission;
  }

  /**
   * The rule of an id.
   *
   * @throws InvalidOptionException if nothing is registered under it
   */
  public static Rule find(String id) {
    Admission admission = REGISTERED.get(id);
    if (admission == null) {
      throw new InvalidOptionException(
          AutoloaderOptions.ADMISSION,
          "no admission is registered as '" + id + "' in this process",
          "Call Admission.register before the query starts, and close it after the query has ended");
    }
    return admission.rule;
  }

  /** Releases the id. Idempotent. */
  @Override
  public void close() {
    REGISTERED.remove(id, this);
  }
}
