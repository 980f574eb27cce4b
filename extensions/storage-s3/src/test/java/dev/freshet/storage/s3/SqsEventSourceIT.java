package dev.freshet.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.FileEventsContract;
import dev.freshet.servers.FaultProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqsEventSourceIT extends FileEventsContract {
  private final SqsQueue queue = SqsQueue.create();

  @Override
  protected FileEventSource open() {
    return new SqsEventSource(queue.client(), queue.url(), HIDDEN);
  }

  @Override
  protected void written(String path) {
    queue.send(SqsQueue.notification("lz", "landing/" + path));
  }

  @Override
  protected void send(String text) {
    queue.send(text);
  }

  @Override
  protected List<String> withoutFile() {
    return List.of(
        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"lz\"}",
        "{\"Records\":[{\"eventName\":\"ObjectRemoved:Delete\",\"s3\":{\"bucket\":{\"name\":\"lz\"},\"object\":{\"key\":\"a\"}}}]}");
  }

  @Test
  void queueThatIsNotThereSaysSo() throws Exception {
    try (FileEventSource source =
        new SqsEventSource(queue.client(), queue.url() + "none", HIDDEN)) {
      assertThatThrownBy(() -> source.poll(10, Duration.ofSeconds(1)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Cannot read queue " + queue.url() + "none: it is not there (404")
          .hasMessageEndingWith("Create the queue, or correct its address.");
    }
  }

  @Test
  void throttledQueueIsAnErrorOfTheQueueAndIsReadAfterwards() throws Exception {
    written("a.json");
    try (FaultProxy proxy = FaultProxy.of(SqsQueue.server());
        FileEventSource source =
            new SqsEventSource(queue.client(proxy.endpoint()), queue.url(), HIDDEN)) {
      proxy.answer("POST", ".*", 503, 50);
      assertThatThrownBy(() -> source.poll(10, Duration.ofSeconds(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("it does not answer as it should (503");
      proxy.heal();
      proxy.answer("POST", ".*", 429, 2);

      assertThat(source.poll(10, Duration.ofSeconds(1))).hasSize(1);
    }
  }
}
