package dev.freshet.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueErrorCode;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import dev.freshet.autoloader.event.EventMessage;
import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.QueueReader;
import dev.freshet.autoloader.event.UnreadableEventException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of Event Grid in a queue of Azure Storage. The service cannot be waited for, so it is
 * asked again after pauses that grow while nothing comes: each is about a quarter of the time since
 * the last message. It deletes one message a call, so calls go side by side.
 *
 * <p>A message that cannot be read is moved to the queue whose name ends with {@value #POISON}; if
 * that cannot be made, it is deleted.
 */
final class AzureQueueEventSource implements FileEventSource {
  private static final Logger LOGGER = LoggerFactory.getLogger(AzureQueueEventSource.class);

  /** The most that the service has in one call. */
  private static final int CALL_MAX = 32;

  private static final int CALLS_AT_A_TIME = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final String POISON = "-poison";
  private static final int SERVER_ERROR = 500;
  private static final int THROTTLED = 429;

  /** A message was deleted, or received again by someone else. */
  private static final Set<QueueErrorCode> NOT_OURS =
      Set.of(QueueErrorCode.MESSAGE_NOT_FOUND, QueueErrorCode.POP_RECEIPT_MISMATCH);

  private final QueueClient queue;
  private final QueueClient poison;
  private final AzureEventParser parser;
  private final Duration hidden;
  private final ExecutorService calls =
      Executors.newFixedThreadPool(CALLS_AT_A_TIME, AzureQueueEventSource::thread);

  /** The receipts of the service by those that were given out: it changes them. */
  private final Map<String, String> current = new ConcurrentHashMap<>();

  private Duration pause = FIRST_PAUSE;

  /**
   * @param poison where messages that cannot be read go; need not exist
   * @param hidden how long a message that was received is hidden from others
   */
  AzureQueueEventSource(
      QueueClient queue, QueueClient poison, AzureEventParser parser, Duration hidden) {
    this.queue = queue;
    this.poison = poison;
    this.parser = parser;
    this.hidden = hidden;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "autoloader-queue-call");
    thread.setDaemon(true);
    return thread;
  }

  /** Name of the queue for messages of another that cannot be read. */
  static String poisonOf(String queue) {
    return queue + POISON;
  }

  @Override
  public List<EventMessage> poll(int max, Duration wait) throws IOException {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      List<QueueMessageItem> received = received(Math.min(CALL_MAX, max));
      if (!received.isEmpty()) {
        pause = FIRST_PAUSE;
        return messages(received);
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return List.of();
      }
      sleep(Math.min(left, pause.toNanos()));
      pause = pause.multipliedBy(5).dividedBy(4);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private static void sleep(long nanos) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the queue is being closed");
    }
  }

  private List<QueueMessageItem> received(int max) throws IOException {
    try {
      return queue.receiveMessages(max, hidden, null, Context.NONE).stream().toList();
    } catch (RuntimeException e) {
      throw away(e);
    }
  }

  private List<EventMessage> messages(List<QueueMessageItem> received) throws IOException {
    List<EventMessage> messages = new ArrayList<>();
    List<String> withoutFile = new ArrayList<>();
    for (QueueMessageItem each : received) {
      String receipt = receipt(each);
      String text = each.getBody().toString();
      try {
        List<FileEvent> files = parser.parse(text);
        if (files.isEmpty()) {
          withoutFile.add(receipt);
        } else {
          messages.add(new EventMessage(receipt, files));
        }
      } catch (UnreadableEventException e) {
        takeAway(text, String.valueOf(e.getMessage()));
        withoutFile.add(receipt);
      }
    }
    delete(withoutFile);
    return messages;
  }

  /** A receipt of ours names the message too. Neither has a blank in it. */
  private static String receipt(QueueMessageItem message) {
    return message.getMessageId() + " " + message.getPopReceipt();
  }

  private void takeAway(String text, String reason) throws IOException {
    boolean moved = false;
    try {
      poison.createIfNotExists();
      poison.sendMessage(text);
      moved = true;
    } catch (QueueStorageException e) {
      if (e.getStatusCode() >= SERVER_ERROR || e.getStatusCode() == THROTTLED) {
        throw away(e); // It comes again, and is moved then.
      }
    } catch (RuntimeException e) {
      throw away(e);
    }
    LOGGER
        .atWarn()
        .addKeyValue("path", queue.getQueueUrl())
        .addKeyValue("reason", reason)
        .log(
            moved
                ? "message of a queue cannot be read, it is moved to the queue for such messages;"
                    + " its file is found by a listing"
                : "message of a queue cannot be read, it is deleted; its file is found by a"
                    + " listing");
  }

  @Override
  public Duration hidden() {
    return hidden;
  }

  @Override
  public void delete(List<String> receipts) throws IOException {
    sideBySide(
        receipts,
        (receipt, id, pop) -> {
          queue.deleteMessage(id, pop);
          current.remove(receipt);
        });
  }

  @Override
  public void extend(List<String> receipts) throws IOException {
    sideBySide(
        receipts,
        (receipt, id, pop) ->
            current.put(
                receipt,
                queue
                    .updateMessageWithResponse(id, pop, null, hidden, null, Context.NONE)
                    .getValue()
                    .getPopReceipt()));
  }

  @FunctionalInterface
  private interface MessageCall {
    void run(String receipt, String id, String pop);
  }

  private void sideBySide(List<String> receipts, MessageCall call) throws IOException {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (String receipt : receipts) {
      int blank = receipt.indexOf(' ');
      String id = receipt.substring(0, blank);
      String pop = current.getOrDefault(receipt, receipt.substring(blank + 1));
      tasks.add(
          () -> {
            runUnlessLost(call, receipt, id, pop);
            return null;
          });
    }
    try {
      for (Future<Void> done : calls.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw away(e.getCause() instanceof Exception cause ? cause : e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the queue is being closed");
    }
  }

  private void runUnlessLost(MessageCall call, String receipt, String id, String pop) {
    try {
      call.run(receipt, id, pop);
    } catch (QueueStorageException e) {
      current.remove(receipt);
      if (!NOT_OURS.contains(e.getErrorCode())) {
        throw e;
      }
    }
  }

  @Override
  public long approximateSize() throws IOException {
    try {
      return queue.getProperties().getApproximateMessagesCountLong();
    } catch (RuntimeException e) {
      throw away(e);
    }
  }

  private IOException away(Exception failure) {
    if (failure instanceof QueueStorageException refused) {
      return QueueReader.away(
          queue.getQueueUrl(),
          refused.getStatusCode(),
          refused.getErrorCode() == null ? "" : refused.getErrorCode().toString(),
          failure);
    }
    return QueueReader.away(queue.getQueueUrl(), 0, String.valueOf(failure.getMessage()), failure);
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }
}
