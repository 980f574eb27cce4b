package dev.freshet.autoloader.event;

import java.time.Duration;
import java.util.List;

class FakeFileEventsTest extends FileEventsContract {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final FakeFileEvents queue = new FakeFileEvents(SHORT);

  FakeFileEventsTest() {
    super(SHORT);
  }

  @Override
  protected FileEventSource open() {
    return queue;
  }

  @Override
  protected void written(String path) {
    queue.send("fake:/landing/" + path);
  }

  @Override
  protected void send(String text) {
    queue.send("!" + text);
  }

  @Override
  protected List<String> withoutFile() {
    return List.of("nothing");
  }
}
