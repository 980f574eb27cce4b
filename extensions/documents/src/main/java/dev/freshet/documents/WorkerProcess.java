package dev.freshet.documents;

import dev.freshet.core.embed.ExtractOutcome;
import dev.freshet.documents.worker.Wire;
import dev.freshet.documents.worker.Worker;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A process that reads documents, and the directory of its temporary files. One request at a time;
 * not thread-safe.
 */
final class WorkerProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private static final String STDERR = "stderr";
  private static final String LIBRARIES = "documents";

  /** Exit codes of SIGHUP, SIGINT and SIGTERM: another process ended it, not a document. */
  private static final Set<Integer> ENDED_FROM_OUTSIDE = Set.of(129, 130, 143);

  private final Process process;
  private final Path scratch;
  private final DataOutputStream requests;
  private final DataInputStream answers;
  private final ScheduledExecutorService clock;

  private WorkerProcess(Process process, Path scratch, ScheduledExecutorService clock) {
    this.process = process;
    this.scratch = scratch;
    this.clock = clock;
    this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /** The process ended without an answer. */
  static final class DiedException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean outOfTime;
    private final boolean endedFromOutside;

    DiedException(boolean outOfTime, boolean endedFromOutside, IOException cause) {
      super(cause);
      this.outOfTime = outOfTime;
      this.endedFromOutside = endedFromOutside;
    }

    /** Whether it was ended because the document took too long. */
    boolean isOutOfTime() {
      return outOfTime;
    }

    /** Whether a signal of another process ended it. */
    boolean isEndedFromOutside() {
      return endedFromOutside;
    }
  }

  /**
   * Starts a process and waits until it takes requests.
   *
   * @param clock ends the process when it is out of time; the caller closes it
   * @throws IOException if it does not start
   */
  static WorkerProcess start(WorkerLimits limits, ScheduledExecutorService clock)
      throws IOException {
    Path scratch = Files.createTempDirectory("freshet-documents-");
    Process process;
    try {
      process =
          new ProcessBuilder(command(limits, scratch))
              .redirectError(scratch.resolve(STDERR).toFile())
              .start();
    } catch (IOException e) {
      delete(scratch);
      throw e;
    }
    WorkerProcess worker = new WorkerProcess(process, scratch, clock);
    try {
      worker.within(
          START_LIMIT,
          () -> {
            Wire.awaitGreeting(worker.answers);
            return worker;
          });
      return worker;
    } catch (DiedException e) {
      String why = firstLine(scratch.resolve(STDERR));
      worker.close();
      throw new IOException("the process that reads them does not start: " + why, e);
    }
  }

  /** The first line the JVM wrote. There is no document yet that it could quote. */
  private static String firstLine(Path stderr) throws IOException {
    try (Stream<String> lines = Files.lines(stderr, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> !line.isBlank()).findFirst().orElse("it says nothing");
    }
  }

  /** Zone and language are fixed because they decide how dates and numbers of a workbook look. */
  private static List<String> command(WorkerLimits limits, Path scratch) throws IOException {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + limits.heapMib() + "m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+DisplayVMOutputToStderr",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Djava.io.tmpdir=" + scratch,
        "-Dpdfbox.fontcache=" + scratch,
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        "-Duser.timezone=UTC",
        "-Duser.language=en",
        "-Duser.country=US",
        "-cp",
        classPath(),
        Worker.class.getName(),
        Integer.toString(limits.chars()));
  }

  /**
   * When installed, this module is a jar, and its dependencies are in the directory {@value
   * #LIBRARIES} beside it, so that the pipeline's process does not load them. In a build everything
   * is on the class path.
   */
  private static String classPath() throws IOException {
    Path own;
    try {
      own =
          Path.of(WorkerProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("a class path entry is no file", e);
    }
    Path libraries = own.resolveSibling(LIBRARIES);
    return Files.isRegularFile(own) && Files.isDirectory(libraries)
        ? own + File.pathSeparator + libraries.resolve("*")
        : System.getProperty("java.class.path");
  }

  /**
   * Sends a document and waits for the outcome.
   *
   * @throws DiedException if there is none; the caller must close the process
   */
  ExtractOutcome ask(byte[] content, Duration limit) throws DiedException {
    return within(
        limit,
        () -> {
          Wire.request(requests, content);
          return Wire.awaitAnswer(answers);
        });
  }

  private interface Exchange<T> {
    T run() throws IOException;
  }

  /** A read from a process ignores interrupts: it ends only when the process ends. */
  private <T> T within(Duration limit, Exchange<T> exchange) throws DiedException {
    AtomicBoolean outOfTime = new AtomicBoolean();
    Future<?> end =
        clock.schedule(
            () -> {
              outOfTime.set(true);
              process.destroyForcibly();
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return exchange.run();
    } catch (IOException e) {
      end.cancel(false);
      kill();
      throw new DiedException(
          outOfTime.get(), !outOfTime.get() && ENDED_FROM_OUTSIDE.contains(exitCode()), e);
    } finally {
      end.cancel(false);
    }
  }

  private int exitCode() {
    return process.isAlive() ? -1 : process.exitValue();
  }

  /** A process that closed its streams is about to end: its own exit code says why. */
  private void kill() {
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the process and deletes its temporary files. */
  @Override
  public void close() {
    try {
      requests.close(); // At the end of its input the process ends by itself.
    } catch (IOException alreadyGone) {
      process.destroyForcibly();
    }
    kill();
    delete(scratch);
  }

  private static void delete(Path scratch) {
    try (Stream<Path> files = Files.walk(scratch)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException gone) {
      return; // What is left is in the directory for temporary files.
    }
  }
}
