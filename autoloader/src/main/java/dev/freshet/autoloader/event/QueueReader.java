package dev.freshet.autoloader.event;

import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a queue on a daemon thread of its own, ahead of who takes the events, and deletes what was
 * taken and kept. A queue that does not answer is asked again after pauses that grow to 30 s; it is
 * told once. Thread-safe.
 */
public final class QueueReader implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(QueueReader.class);
  private static final int MESSAGES_PER_POLL = 32;
  private static final int EVENTS_AHEAD = 10_000;
  private static final Duration POLL_WAIT = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final String name;
  private final FileEventSource source;
  private final BlockingQueue<FileEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> durable = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean stopped;
  private Duration pause = FIRST_PAUSE;
  private boolean away;

  private QueueReader(String name, FileEventSource source) {
    this.name = name;
    this.source = source;
    this.thread = new Thread(this::run, "autoloader-queue");
    this.thread.setDaemon(true);
  }

  /**
   * Starts to read a queue.
   *
   * @param name of the queue, for messages
   * @param source belongs to the reader, which closes it
   */
  public static QueueReader start(String name, FileEventSource source) {
    QueueReader reader = new QueueReader(name, source);
    reader.thread.start();
    return reader;
  }

  /** The events that have come, at least one unless none comes in time. */
  public List<FileEvent> take(Duration timeout) throws InterruptedException {
    List<FileEvent> taken = new ArrayList<>();
    FileEvent first = events.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      taken.add(first);
      events.drainTo(taken, EVENTS_AHEAD);
    }
    return taken;
  }

  /** The files of these messages are in the file log on disk: their messages may be deleted. */
  public void keep(Set<String> receipts) {
    durable.addAll(receipts);
  }

  private void run() {
    while (!stopped) {
      try {
        deleteDurable();
        if (events.size() < EVENTS_AHEAD) {
          events.addAll(source.poll(MESSAGES_PER_POLL, POLL_WAIT));
        } else {
          TimeUnit.NANOSECONDS.sleep(POLL_WAIT.toNanos());
        }
        answered();
      } catch (IOException | RuntimeException e) {
        unanswered(e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void deleteDurable() throws IOException {
    List<String> receipts = new ArrayList<>();
    durable.drainTo(receipts);
    if (receipts.isEmpty()) {
      return;
    }
    try {
      source.delete(receipts);
    } catch (IOException | RuntimeException e) {
      durable.addAll(receipts);
      throw e;
    }
  }

  private void answered() {
    if (away) {
      LOGGER.atInfo().addKeyValue("path", name).log("queue answers again");
    }
    away = false;
    pause = FIRST_PAUSE;
  }

  private void unanswered(Exception failure) {
    if (stopped) {
      return;
    }
    if (!away) {
      LOGGER
          .atWarn()
          .addKeyValue("path", name)
          .addKeyValue("error", failure.toString())
          .log("queue of events does not answer, files are found by listings until it does");
    }
    away = true;
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
    pause = pause.multipliedBy(2);
    pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /** Ends the thread and waits for it, at most 5 s; then closes the queue. */
  @Override
  public void close() throws IOException {
    stopped = true;
    thread.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(STOP_LIMIT.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }

  /** A failure of a queue's client as what it is to the reader. */
  public static IOException away(String name, Exception cause) {
    return new StorageAwayException(
        "Cannot read queue " + name + ": it did not answer as it should (" + cause + ").", cause);
  }
}
