package dev.freshet.autoloader.event;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A queue in memory. A message is the path of a file, or a text that begins with an exclamation
 * mark.
 */
public final class FakeFileEvents implements FileEventSource {
  private final Duration hidden;
  private final Map<String, String> messages = new HashMap<>();
  private final Map<String, Long> visibleAt = new HashMap<>();
  private final List<String> poisoned = new ArrayList<>();
  private long sent;
  private int failuresToCome;

  public FakeFileEvents(Duration hidden) {
    this.hidden = hidden;
  }

  public synchronized void send(String text) {
    String id = "m" + ++sent;
    messages.put(id, text);
    visibleAt.put(id, 0L);
  }

  public synchronized void fail(int times) {
    failuresToCome = times;
  }

  /** How many messages were not deleted. */
  public synchronized int size() {
    return messages.size();
  }

  @Override
  public List<FileEvent> poll(int max, Duration wait) throws IOException {
    List<FileEvent> events = visible(max);
    if (events.isEmpty()) {
      try {
        TimeUnit.MILLISECONDS.sleep(Math.min(20, wait.toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return events;
  }

  private synchronized List<FileEvent> visible(int max) throws IOException {
    requireAnswer();
    List<FileEvent> events = new ArrayList<>();
    for (String id : List.copyOf(messages.keySet())) {
      if (visibleAt.get(id) <= System.nanoTime() && events.size() < max) {
        visibleAt.put(id, System.nanoTime() + hidden.toNanos());
        String text = messages.get(id);
        if (text.startsWith("!")) {
          poison(id, text);
        } else {
          events.add(new FileEvent(text, -1, Optional.empty(), Instant.EPOCH, id));
        }
      }
    }
    return events;
  }

  private void requireAnswer() throws IOException {
    if (failuresToCome > 0) {
      failuresToCome--;
      throw new IOException("queue is shaky");
    }
  }

  @Override
  public synchronized void delete(List<String> receipts) throws IOException {
    requireAnswer();
    messages.keySet().removeAll(receipts);
  }

  @Override
  public synchronized void extend(List<String> receipts) {
    receipts.forEach(id -> visibleAt.put(id, System.nanoTime() + hidden.toNanos()));
  }

  @Override
  public synchronized void poison(String receipt, String reason) {
    poisoned.add(reason);
    messages.remove(receipt);
  }

  @Override
  public void close() {}
}
