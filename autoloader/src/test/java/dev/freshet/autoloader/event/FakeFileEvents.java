package dev.freshet.autoloader.event;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A queue in memory. A message is the path of a file, or a text that begins with an exclamation
 * mark and cannot be read.
 */
public final class FakeFileEvents implements FileEventSource {
  private final Duration hidden;
  private final Map<String, String> messages = new HashMap<>();
  private final Map<String, Long> visibleAt = new HashMap<>();
  private long sent;
  private int failuresToCome;
  private int extensions;

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

  /** How many messages were hidden for longer so far. */
  public synchronized int extensions() {
    return extensions;
  }

  @Override
  public List<EventMessage> poll(int max, Duration wait) throws IOException {
    List<EventMessage> events = visible(max);
    if (events.isEmpty()) {
      try {
        TimeUnit.MILLISECONDS.sleep(Math.min(20, wait.toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return events;
  }

  private synchronized List<EventMessage> visible(int max) throws IOException {
    requireAnswer();
    List<EventMessage> events = new ArrayList<>();
    for (String id : List.copyOf(messages.keySet())) {
      if (visibleAt.get(id) <= System.nanoTime() && events.size() < max) {
        visibleAt.put(id, System.nanoTime() + hidden.toNanos());
        String text = messages.get(id);
        if (text.startsWith("!")) {
          messages.remove(id);
        } else {
          events.add(new EventMessage(id, events(text)));
        }
      }
    }
    return events;
  }

  /** Several paths stand in lines of their own; that of a directory ends with a slash. */
  private static List<FileEvent> events(String text) {
    return text.lines()
        .map(
            path ->
                new FileEvent(
                    path.replaceFirst("/$", ""),
                    path.endsWith("/")
                        ? FileEvent.Subject.DIRECTORY
                        : FileEvent.Subject.WHOLE_FILE))
        .toList();
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
  public synchronized void extend(List<String> receipts) throws IOException {
    requireAnswer();
    extensions += receipts.size();
    receipts.forEach(id -> visibleAt.put(id, System.nanoTime() + hidden.toNanos()));
  }

  @Override
  public Duration hidden() {
    return hidden;
  }

  @Override
  public synchronized long approximateSize() {
    return messages.size();
  }

  @Override
  public void close() {}
}
