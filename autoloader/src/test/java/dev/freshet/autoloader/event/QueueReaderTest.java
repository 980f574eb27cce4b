package dev.freshet.autoloader.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class QueueReaderTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration HIDDEN = Duration.ofMillis(120);

  private final FakeFileEvents queue = new FakeFileEvents(HIDDEN);

  @Test
  void messageThatIsHeldDoesNotComeAgainUntilItIsDeleted() throws Exception {
    try (QueueReader reader = QueueReader.start("fake", () -> queue)) {
      queue.send("a.json");
      List<EventMessage> held = reader.take(LIMIT);
      assertThat(held).hasSize(1);

      assertThat(reader.take(HIDDEN.multipliedBy(6))).isEmpty();

      assertThat(queue.extensions()).isPositive();
      reader.keep(Set.of(held.get(0).receipt()));
      await().atMost(LIMIT).until(() -> queue.size() == 0);
    }
  }

  @Test
  void messageThatIsNotTakenIsHiddenToo() throws Exception {
    try (QueueReader reader = QueueReader.start("fake", () -> queue)) {
      queue.send("a.json");
      int before = queue.extensions();
      await().atMost(LIMIT).until(() -> queue.extensions() >= before + 5);

      List<EventMessage> all = new ArrayList<>(reader.take(LIMIT));
      all.addAll(reader.take(HIDDEN.multipliedBy(2)));

      assertThat(all).as("once, however long it waited").hasSize(1);
    }
  }

  @Test
  void messageOfAReaderThatEndedComesAgain() throws Exception {
    queue.send("a.json");
    try (QueueReader reader = QueueReader.start("fake", () -> queue)) {
      assertThat(reader.take(LIMIT)).hasSize(1);
    }
    try (QueueReader reader = QueueReader.start("fake", () -> queue)) {
      assertThat(reader.take(LIMIT)).hasSize(1);
    }
  }

  @Test
  void sizeIsKnownAndFailuresOfTheQueueAreWaitedFor() throws Exception {
    queue.send("a.json");
    queue.fail(1);
    try (QueueReader reader = QueueReader.start("fake", () -> queue)) {
      await().atMost(LIMIT).until(() -> reader.approximateSize().equals(OptionalLong.of(1)));

      assertThat(reader.take(LIMIT)).hasSize(1);
    }
  }

  @Test
  void queueIsOpenedAgainAfterItRefusedBecauseCredentialsMayHaveBeenRenewed() throws Exception {
    FakeFileEvents refusing = new FakeFileEvents(HIDDEN);
    Queue<FileEventSource> opened = new ConcurrentLinkedQueue<>(List.of(refusing, queue));
    try (QueueReader reader = QueueReader.start("fake", opened::remove)) {
      queue.send("a.json");
      refusing.fail(1);

      assertThat(reader.take(LIMIT)).hasSize(1);
    }
  }
}
