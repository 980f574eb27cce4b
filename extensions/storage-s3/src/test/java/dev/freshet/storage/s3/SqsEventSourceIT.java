package dev.freshet.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.FileEventsContract;
import dev.freshet.autoloader.event.QueueReader;
import dev.freshet.servers.FaultProxy;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** SQS says 400 to much that is said by 403 elsewhere. */
  @ParameterizedTest
  @CsvSource({
    "ExpiredTokenException, it refuses these credentials (403 ExpiredToken",
    "InvalidClientTokenId, it refuses these credentials (403 InvalidClientTokenId",
    "AccessDeniedException, it refuses these credentials (403 AccessDenied",
    "IncompleteSignatureException, it refuses these credentials (403 IncompleteSignature",
    "QueueDoesNotExist, it is not there (404 QueueDoesNotExist",
    "InvalidAddress, it does not answer as it should (400 InvalidAddress",
    "RequestThrottled, it does not answer as it should (400 RequestThrottled"
  })
  void whatTheServiceSaysIsToldApart(String code, String said) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer = "{\"__type\":\"com.amazonaws.sqs#%s\"}".formatted(code).getBytes(UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(400, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (FileEventSource source = new SqsEventSource(queue.client(address), queue.url(), HIDDEN)) {
      assertThatThrownBy(() -> source.poll(10, Duration.ofSeconds(1)))
          .isInstanceOf(StorageAwayException.class)
          .hasMessageStartingWith("Cannot read queue " + queue.url() + ": " + said);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void queueThatIsAwayIsAnErrorOfTheQueue() throws Exception {
    try (FileEventSource source =
        new SqsEventSource(queue.client(URI.create("http://127.0.0.1:1")), queue.url(), HIDDEN)) {
      assertThatThrownBy(() -> source.poll(10, Duration.ofSeconds(1)))
          .isInstanceOf(StorageAwayException.class)
          .hasMessageStartingWith("Cannot read queue " + queue.url() + ": it does not answer (")
          .hasMessageEndingWith("Check its address and the network.");
    }
  }

  @Test
  void whatWasNotDeletedWhileTheQueueRefusedIsDeletedOnceItDoesNot() throws Exception {
    try (FaultProxy proxy = FaultProxy.of(SqsQueue.server());
        QueueReader reader =
            QueueReader.start(
                queue.url(),
                () -> new SqsEventSource(queue.client(proxy.endpoint()), queue.url(), HIDDEN))) {
      proxy.answer("POST", "DeleteMessage", 403, 2);
      proxy.answer("POST", "DeleteMessage", 429, 1);
      written("a.json");
      Set<String> receipts = new HashSet<>();
      Awaitility.await()
          .until(
              () -> {
                reader.take(Duration.ofMillis(100)).forEach(each -> receipts.add(each.receipt()));
                return !receipts.isEmpty();
              });
      reader.keep(receipts);

      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> queue.size() == 0);
    }
  }
}
