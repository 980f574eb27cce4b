package dev.freshet.autoloader.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every queue of file events does. */
public abstract class FileEventsContract {
  /** How long a source over a real queue hides a message that it has received. */
  protected static final Duration HIDDEN = Duration.ofSeconds(2);

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final Duration hidden;
  private FileEventSource source;

  protected FileEventsContract() {
    this(HIDDEN);
  }

  /**
   * @param hidden how long the source under test hides a message that it has received
   */
  FileEventsContract(Duration hidden) {
    this.hidden = hidden;
  }

  /** A source over an empty queue. */
  protected abstract FileEventSource open() throws Exception;

  /** Sends the message that a storage sends when a file was written. */
  protected abstract void written(String path) throws Exception;

  /** Sends any text. */
  protected abstract void send(String text) throws Exception;

  /** Messages of the storage that name no file that was written. */
  protected abstract List<String> withoutFile();

  @BeforeEach
  void openSource() throws Exception {
    source = open();
  }

  @AfterEach
  void closeSource() throws IOException {
    source.close();
  }

  @Test
  void eventHasThePathOfTheFileWhateverItsName() throws Exception {
    List<String> names = List.of("a b.json", "a+b.json", "a#b%20c.json", "Größe/日本.json");
    for (String name : names) {
      written(name);
    }

    assertThat(paths(receive(names.size()))).containsExactlyInAnyOrderElementsOf(names);
  }

  /** The end of the path, because the rest is of the storage. */
  private static List<String> paths(List<EventMessage> messages) {
    return messages.stream()
        .flatMap(message -> message.events().stream())
        .map(event -> event.path().substring(event.path().indexOf("/landing/") + 9))
        .toList();
  }

  @Test
  void emptyQueueGivesNothing() throws Exception {
    assertThat(source.poll(10, Duration.ofSeconds(1))).isEmpty();
  }

  @Test
  void messageThatIsNotDeletedComesAgain() throws Exception {
    written("a.json");
    assertThat(paths(receive(1))).containsExactly("a.json");

    assertThat(paths(receive(1))).containsExactly("a.json");
  }

  @Test
  void messageThatIsDeletedDoesNotComeAgain() throws Exception {
    written("a.json");
    source.delete(List.of(receive(1).get(0).receipt()));
    written("b.json");

    assertThat(paths(receive(1))).containsExactly("b.json");
    source.delete(List.of());
    assertNothingComesWithin(hidden.multipliedBy(3).dividedBy(2), "a.json");
  }

  @Test
  void moreMessagesThanOneCallTakesAreDeleted() throws Exception {
    for (int i = 0; i < 23; i++) {
      written(i + ".json");
    }
    Set<String> receipts = new HashSet<>();
    receive(23).forEach(event -> receipts.add(event.receipt()));

    source.delete(List.copyOf(receipts));

    assertNothingComesWithin(hidden.multipliedBy(3).dividedBy(2), "");
  }

  @Test
  void messageThatIsHiddenForLongerStaysHiddenAndItsReceiptValid() throws Exception {
    written("a.json");
    String receipt = receive(1).get(0).receipt();
    long end = System.nanoTime() + hidden.multipliedBy(2).toNanos();

    while (System.nanoTime() < end) {
      source.extend(List.of(receipt));
      assertThat(source.poll(32, hidden.dividedBy(2))).isEmpty();
    }

    source.delete(List.of(receipt));
    assertNothingComesWithin(hidden.multipliedBy(3).dividedBy(2), "");
  }

  @Test
  void receiptThatIsNotValidAnyMoreIsLeftOut() throws Exception {
    written("a.json");
    String old = receive(1).get(0).receipt();
    String valid = receive(1).get(0).receipt();
    source.delete(List.of(valid));

    source.extend(List.of(old));
    source.delete(List.of(old, valid));

    assertNothingComesWithin(hidden.multipliedBy(3).dividedBy(2), "");
  }

  @Test
  void messagesAreCounted() throws Exception {
    for (int i = 0; i < 3; i++) {
      written(i + ".json");
    }

    assertThat(source.approximateSize()).isEqualTo(3);
    assertThat(source.hidden()).isEqualTo(hidden);
  }

  @Test
  void messageThatCannotBeReadIsTakenOutOfTheWay() throws Exception {
    send("no message of a storage");
    for (String text : withoutFile()) {
      send(text);
    }
    written("a.json");

    EventMessage event = receive(1).get(0);
    assertThat(paths(List.of(event))).containsExactly("a.json");
    source.delete(List.of(event.receipt()));
    assertNothingComesWithin(hidden.multipliedBy(3).dividedBy(2), "");
  }

  private List<EventMessage> receive(int count) throws IOException {
    List<EventMessage> events = new ArrayList<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (events.size() < count && System.nanoTime() < deadline) {
      events.addAll(source.poll(32, WAIT));
    }
    assertThat(events).hasSize(count);
    return events;
  }

  private void assertNothingComesWithin(Duration time, String name) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      assertThat(paths(source.poll(32, WAIT)))
          .filteredOn(path -> name.isEmpty() || path.equals(name))
          .isEmpty();
    }
  }
}
