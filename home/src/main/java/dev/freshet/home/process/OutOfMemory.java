package dev.freshet.home.process;

import dev.freshet.core.DaemonThreads;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Ends this process with an exit code of its own when it has run out of memory. After that nothing
 * in it can be trusted, and no cleanup is tried.
 *
 * <p>The JVM runs a command at the first {@code OutOfMemoryError} that it throws itself ({@code
 * -XX:OnOutOfMemoryError}). The command writes two bytes to a named pipe in the process's temporary
 * directory. A thread waits for the first; the second stays there, so that a process that ends
 * meanwhile knows of it. The thread allocates nothing: everything it says was made when it was
 * started, and it has run through its own code once, because the JVM allocates when code runs for
 * the first time. Errors that the JVM's command does not see (of direct memory, of threads) are
 * handed to {@link #end} by whoever catches them. Thread-safe.
 */
public final class OutOfMemory {

  private static final String PIPE = "out-of-memory";
  private static final int DEFAULT_EXIT_CODE = 4;
  private static final long SAYING_NANOS_MAX = 1_000_000_000L;
  private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);
  private static final FileOutputStream STDOUT = new FileOutputStream(FileDescriptor.out);

  /** Replaced as a whole: to walk through an array takes no memory. */
  private static final AtomicReference<Runnable[]> LAST_WORDS =
      new AtomicReference<>(new Runnable[0]);

  private static volatile Ending ending = new Ending(DEFAULT_EXIT_CODE, new byte[0], new byte[0]);
  private static volatile boolean answering;
  private static volatile boolean said;
  private static final AtomicBoolean ENDED = new AtomicBoolean();

  private OutOfMemory() {}

  /**
   * How the process ends.
   *
   * @param exitCode of the process
   * @param message for stderr, with its line end
   * @param answer for stdout, unless the process has answered already; may be empty
   */
  public record Ending(int exitCode, byte[] message, byte[] answer) {

    /** From texts. */
    public static Ending of(int exitCode, String message, String answer) {
      return new Ending(
          exitCode,
          message.getBytes(StandardCharsets.UTF_8),
          answer.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * The options of a JVM whose temporary directory this is. The launcher gives the same ones.
   *
   * @param temporary belongs to that process alone
   */
  public static List<String> jvmOptions(Path temporary) {
    return List.of(
        "-XX:+DisplayVMOutputToStderr",
        "-XX:OnOutOfMemoryError=echo . 1<>'" + temporary.resolve(PIPE) + "'");
  }

  /** Makes the pipe for the process of {@link #jvmOptions}, which must not run yet. */
  public static void makePipe(Path temporary) throws IOException {
    String pipe = temporary.resolve(PIPE).toString();
    try {
      int exitCode = new ProcessBuilder("mkfifo", "-m", "600", pipe).start().waitFor();
      if (exitCode != 0) {
        throw new IOException("mkfifo " + pipe + " ended with " + exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("mkfifo " + pipe + " was interrupted", e);
    }
  }

  /**
   * Begins to watch over this process. Without a pipe in the temporary directory only errors that
   * are handed to {@link #end}, or that no thread catches, end the process.
   */
  public static void watch(Path temporary, Ending how) {
    ending = how;
    Thread.setDefaultUncaughtExceptionHandler(OutOfMemory::uncaught);
    Path pipe = temporary.resolve(PIPE);
    if (!Files.exists(pipe) || Files.isRegularFile(pipe)) {
      return;
    }
    try {
      // Open for both, so that the reader never waits for a writer and never sees an end.
      FileInputStream signal =
          new FileInputStream(new RandomAccessFile(pipe.toFile(), "rw").getFD());
      // The error may have been caught, and the process be about to end with another exit code.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endIfTold(signal), "freshet-end"));
      Thread thread = DaemonThreads.unstarted("freshet-memory", () -> await(signal));
      thread.setPriority(Thread.MAX_PRIORITY);
      thread.start();
    } catch (IOException e) {
      return; // As without a pipe.
    }
  }

  private static void await(FileInputStream signal) {
    sayAll(new Ending(0, new byte[0], new byte[0]), new Runnable[0]);
    try {
      if (signal.read() < 0) {
        return;
      }
    } catch (IOException e) {
      return; // The pipe is gone, so nothing can be told.
    }
    end();
  }

  private static void endIfTold(FileInputStream signal) {
    try {
      if (signal.available() == 0) {
        return;
      }
    } catch (IOException e) {
      return;
    }
    end();
  }

  private static void uncaught(Thread thread, Throwable failure) {
    if (isOutOfMemory(failure)) {
      end();
    }
    // Not a field: logging would start with the process, before it is watched over.
    LoggerFactory.getLogger(OutOfMemory.class)
        .atError()
        .addKeyValue("task", thread.getName())
        .setCause(failure)
        .log("thread failed");
  }

  /** Whether a shortage of memory is among the causes. */
  public static boolean isOutOfMemory(Throwable failure) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < 50; depth++) {
      if (each instanceof OutOfMemoryError) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  /** Something that is noted at the end. */
  @FunctionalInterface
  public interface Noting extends AutoCloseable {

    /** Removes it. */
    @Override
    void close();
  }

  /**
   * Has something noted when the process ends this way. It must neither allocate nor wait.
   *
   * @return removes it
   */
  public static Noting noting(Runnable lastWords) {
    LAST_WORDS.updateAndGet(
        all -> Stream.concat(Arrays.stream(all), Stream.of(lastWords)).toArray(Runnable[]::new));
    return () ->
        LAST_WORDS.updateAndGet(
            all -> Arrays.stream(all).filter(each -> each != lastWords).toArray(Runnable[]::new));
  }

  /**
   * To be asked before the answer of the process is written to stdout, so that stdout holds one
   * document or none.
   *
   * @return whether it may be written
   */
  public static boolean mayAnswer() {
    answering = true;
    return !ENDED.get();
  }

  /** Ends the process at once. */
  public static void end() {
    while (true) {
      try {
        sayAndHalt(ending);
      } catch (OutOfMemoryError again) {
        continue; // Other threads go on and take what becomes free; one of the next calls succeeds.
      }
    }
  }

  private static void sayAndHalt(Ending how) {
    if (ENDED.compareAndSet(false, true)) {
      sayAll(how, LAST_WORDS.get());
      said = true;
    }
    long since = System.nanoTime();
    while (!said && System.nanoTime() - since < SAYING_NANOS_MAX) {
      Thread.onSpinWait(); // Another thread ends the process and is about to say so.
    }
    Runtime.getRuntime().halt(how.exitCode());
  }

  private static void sayAll(Ending how, Runnable[] lastWords) {
    for (Runnable each : lastWords) {
      try {
        each.run();
      } catch (RuntimeException | Error e) {
        continue; // There may be no memory for it, and no place to say so.
      }
    }
    say(STDERR, how.message());
    if (!answering) {
      say(STDOUT, how.answer());
    }
  }

  private static void say(FileOutputStream where, byte[] text) {
    try {
      where.write(text);
    } catch (IOException | OutOfMemoryError e) {
      return; // Whoever read it is gone, or not even this is possible; the exit code says the rest.
    }
  }
}
