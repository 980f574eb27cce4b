package dev.freshet.autoloader.event;

import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a queue on a daemon thread of its own, ahead of who takes the messages, and deletes what
 * was taken and kept. A message that is neither is hidden for longer before it would come again. A
 * queue that does not answer is asked again after pauses that grow to 30 s; it is told once.
 * Thread-safe.
 */
public final class QueueReader implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(QueueReader.class);
  private static final int MESSAGES_PER_POLL = 32;
  private static final int MESSAGES_AHEAD = 10_000;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final int TEXT_MAX = 200;
  private static final Duration SIZE_INTERVAL = Duration.ofSeconds(10);

  /** A message is hidden again at half of its time, and looked at so often in each half. */
  private static final int LOOKS_PER_HALF = 2;

  private final String name;
  private final Opener opener;
  private volatile FileEventSource source;
  private final long extendAfterNanos;
  private final Duration wait;
  private final BlockingQueue<EventMessage> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> durable = new LinkedBlockingQueue<>();

  /** When each message that is not deleted yet was hidden. Used by the thread alone. */
  private final Map<String, Long> hiddenAt = new HashMap<>();

  private final Thread thread;
  private volatile boolean stopped;
  private volatile long size = -1;
  private long sizeDueNanos = System.nanoTime();
  private Duration pause = FIRST_PAUSE;
  private boolean away;

  /** Opens the queue; called again after it did not answer. */
  @FunctionalInterface
  public interface Opener {

    /**
     * Opens the queue with the credentials as they are now.
     *
     * @throws IllegalArgumentException if the address or the credentials cannot be used
     */
    FileEventSource open() throws IOException;
  }

  private QueueReader(String name, Opener opener, FileEventSource source) {
    this.name = name;
    this.opener = opener;
    this.source = source;
    Duration half = source.hidden().dividedBy(2);
    this.extendAfterNanos = half.toNanos();
    Duration look = half.dividedBy(LOOKS_PER_HALF);
    this.wait = look.compareTo(LONGEST_WAIT) < 0 ? look : LONGEST_WAIT;
    this.thread = new Thread(this::run, "autoloader-queue");
    this.thread.setDaemon(true);
  }

  /**
   * Starts to read a queue.
   *
   * @param name of the queue, for messages
   * @param opener what it opens belongs to the reader, which closes it
   * @throws IllegalArgumentException if the address or the credentials cannot be used
   * @throws IOException if the queue cannot be reached at all
   */
  public static QueueReader start(String name, Opener opener) throws IOException {
    QueueReader reader = new QueueReader(name, opener, opener.open());
    reader.thread.start();
    return reader;
  }

  /** The messages that have come, at least one unless none comes in time. */
  public List<EventMessage> take(Duration timeout) throws InterruptedException {
    List<EventMessage> taken = new ArrayList<>();
    EventMessage first = messages.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (first != null) {
      taken.add(first);
      messages.drainTo(taken, MESSAGES_AHEAD);
    }
    return taken;
  }

  /** The files of these messages are in the file log on disk: the messages may be deleted. */
  public void keep(Set<String> receipts) {
    durable.addAll(receipts);
  }

  /** About how many messages were in the queue lately; empty if it does not tell. */
  public OptionalLong approximateSize() {
    long last = size;
    return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
  }

  private void run() {
    while (!stopped) {
      try {
        deleteDurable();
        extendHeld();
        askSize();
        if (messages.size() < MESSAGES_AHEAD) {
          receive();
        } else {
          TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        }
        answered();
      } catch (IOException | RuntimeException e) {
        unanswered(e);
        reopen();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void receive() throws IOException {
    long asked = System.nanoTime();
    List<EventMessage> received = source.poll(MESSAGES_PER_POLL, wait);
    received.forEach(each -> hiddenAt.put(each.receipt(), asked));
    messages.addAll(received);
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
    receipts.forEach(hiddenAt::remove);
  }

  private void extendHeld() throws IOException {
    long now = System.nanoTime();
    List<String> due = new ArrayList<>();
    hiddenAt.forEach(
        (receipt, hidden) -> {
          if (now - hidden >= extendAfterNanos) {
            due.add(receipt);
          }
        });
    if (!due.isEmpty()) {
      source.extend(due);
      due.forEach(receipt -> hiddenAt.put(receipt, now));
    }
  }

  private void askSize() {
    long now = System.nanoTime();
    if (now - sizeDueNanos < 0) {
      return;
    }
    sizeDueNanos = now + SIZE_INTERVAL.toNanos();
    try {
      size = source.approximateSize();
    } catch (IOException | RuntimeException e) {
      // Only a number is missing. Whether the queue answers is seen by reading it.
      size = -1;
      LOGGER
          .atDebug()
          .addKeyValue("path", name)
          .addKeyValue("error", e.toString())
          .log("size of a queue is unknown");
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
          .addKeyValue("error", failure.getMessage())
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

  /** Credentials that ended may have been renewed; a client keeps those that it was made with. */
  private void reopen() {
    if (stopped) {
      return;
    }
    try {
      FileEventSource next = opener.open();
      source.close();
      source = next;
    } catch (IOException | RuntimeException e) {
      LOGGER
          .atDebug()
          .addKeyValue("path", name)
          .addKeyValue("error", e.toString())
          .log("queue of events cannot be opened again yet");
    }
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

  /**
   * A failure of a queue's client as what it is to the reader.
   *
   * @param status of the answer; 0 without one
   * @param code what the service calls the failure, or what the client says; may be empty
   */
  public static IOException away(String name, int status, String code, Exception cause) {
    String what =
        switch (status) {
          case 401, 403 ->
              "refuses these credentials (%s). Correct the keys below storage, or give them the"
                  + " rights to receive, hide and delete messages.";
          case 404 -> "is not there (%s). Create the queue, or correct its address.";
          case 0 -> "does not answer (%s). Check its address and the network.";
          default -> "does not answer as it should (%s).";
        };
    String answer = oneLine(status == 0 ? code : status + " " + code);
    return new StorageAwayException(
        "Cannot read queue " + name + ": it " + what.formatted(answer), cause);
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= TEXT_MAX ? line : line.substring(0, TEXT_MAX) + " …";
  }
}
