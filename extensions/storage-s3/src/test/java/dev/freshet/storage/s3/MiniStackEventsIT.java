package dev.freshet.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.event.EventMessage;
import dev.freshet.autoloader.event.FileEvent;
import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.FileEventsContract;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** The events that an S3 sends by itself when objects are written to a bucket of it. */
@Tag("long")
class MiniStackEventsIT extends FileEventsContract {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String NAME = "2026/Größe a b+c%20#d.json";

  private final S3Landing landing = MiniStack.bucket();
  private final SqsQueue queue = MiniStack.queue();

  @Override
  protected FileEventSource open() throws IOException {
    MiniStack.connect(landing, queue);
    FileEventSource source = source();
    assertThat(queue.size()).as("the test event of a new configuration").isEqualTo(1);
    assertThat(source.poll(10, Duration.ofSeconds(1))).isEmpty();
    assertThat(queue.size()).as("it is deleted").isZero();
    return source;
  }

  private FileEventSource source() {
    return new SqsEventSource(queue.client(), queue.url(), HIDDEN);
  }

  @Override
  protected void written(String path) {
    int before = queue.size();
    landing.land(path, "x\n");
    awaitSize(before + 1);
  }

  private void awaitSize(int size) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> queue.size() == size);
  }

  @Override
  protected void send(String text) {
    queue.send(text);
  }

  @Override
  protected List<String> withoutFile() {
    return List.of();
  }

  @Test
  void removalNamesNoFileThatWasWritten() throws Exception {
    written("a.json");
    landing.remove("a.json");
    awaitSize(2);
    try (FileEventSource source = source()) {
      assertThat(paths(source, 1)).containsExactly(landing.path() + "/a.json");
      awaitSize(0);
    }
  }

  @Test
  void fileThatIsCopiedOrWrittenInPartsHasAnEvent() throws Exception {
    written("a.json");
    landing
        .client()
        .copyObject(
            request ->
                request
                    .sourceBucket(landing.bucket())
                    .sourceKey("landing/a.json")
                    .destinationBucket(landing.bucket())
                    .destinationKey("landing/copied " + NAME));
    String key = "landing/parts " + NAME;
    String upload =
        landing
            .client()
            .createMultipartUpload(request -> request.bucket(landing.bucket()).key(key))
            .uploadId();
    String tag =
        landing
            .client()
            .uploadPart(
                request -> request.bucket(landing.bucket()).key(key).uploadId(upload).partNumber(1),
                RequestBody.fromString("x\n"))
            .eTag();
    landing
        .client()
        .completeMultipartUpload(
            request ->
                request
                    .bucket(landing.bucket())
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(
                        parts ->
                            parts.parts(CompletedPart.builder().partNumber(1).eTag(tag).build())));
    try (FileEventSource source = source()) {
      assertThat(paths(source, 3))
          .containsExactlyInAnyOrder(
              landing.path() + "/a.json",
              landing.path() + "/copied " + NAME,
              landing.path() + "/parts " + NAME);
    }
  }

  @Test
  void eventThroughATopicNamesTheSameFile() throws Exception {
    for (boolean raw : List.of(false, true)) {
      S3Landing other = MiniStack.bucket();
      MiniStack.connectByTopic(other, queue, raw);
      other.land(NAME, "x\n");
      try (FileEventSource source = source()) {
        assertThat(paths(source, 1)).as("raw: " + raw).containsExactly(other.path() + "/" + NAME);
      }
    }
  }

  @Test
  void eventThroughEventBridgeNamesTheSameFile() throws Exception {
    S3Landing other = MiniStack.bucket();
    MiniStack.connectByEventBridge(other, queue);
    other.land(NAME, "x\n");
    try (FileEventSource source = source()) {
      assertThat(paths(source, 1)).containsExactly(other.path() + "/" + NAME);
    }
  }

  /** The files of so many messages, which are deleted. */
  private static List<String> paths(FileEventSource source, int messages) throws IOException {
    List<String> paths = new ArrayList<>();
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> {
              List<EventMessage> received = source.poll(10, Duration.ofSeconds(1));
              received.stream()
                  .flatMap(each -> each.events().stream())
                  .map(FileEvent::path)
                  .forEach(paths::add);
              source.delete(received.stream().map(EventMessage::receipt).toList());
              return paths.size() >= messages;
            });
    return paths;
  }
}
