package dev.freshet.storage.s3;

import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.FileEventsContract;
import java.util.List;

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
}
