package dev.freshet.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.event.EventMessage;
import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.FileEventSourceProvider;
import dev.freshet.autoloader.event.FileEventsContract;
import dev.freshet.autoloader.event.QueueAccess;
import dev.freshet.servers.FaultProxy;
import dev.freshet.storage.profile.SecretReference;
import dev.freshet.storage.profile.StorageSetting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue of Azurite. */
@Tag("long")
class AzureQueueEventSourceIT extends FileEventsContract {
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final AzureQueue queue = AzureQueue.create();

  @TempDir Path directory;

  @Override
  protected FileEventSource open() throws IOException {
    return AzureQueueProvider.open(queue.address(), AzureQueue.access(), HIDDEN);
  }

  @Override
  protected void written(String path) {
    queue.send(AzureQueue.notification("lz", "landing/" + path));
  }

  @Override
  protected void send(String text) {
    queue.send(text);
  }

  @Override
  protected List<String> withoutFile() {
    return List.of(
        AzureEventParserTest.CREATED.replace("PutBlob", "CreateFile"),
        AzureEventParserTest.CREATED.replace("BlobCreated", "BlobDeleted"),
        "[]");
  }

  @Test
  void messageThatCannotBeReadIsMovedToTheQueueForSuch() throws Exception {
    queue.send("no message of a storage");
    try (FileEventSource source = open()) {
      assertThat(source.poll(32, Duration.ofSeconds(1))).isEmpty();
    }
    assertThat(queue.poisoned()).containsExactly("no message of a storage");
    assertThat(queue.size()).isZero();
  }

  @Test
  void messageThatCannotBeMovedIsDeletedOnceThatIsCertain() throws Exception {
    queue.send("no message of a storage");
    try (FaultProxy proxy = FaultProxy.of(Emulator.queues())) {
      proxy.answer("PUT", "-poison", 503, Integer.MAX_VALUE);
      try (FileEventSource source = open(proxy)) {
        assertThatThrownBy(() -> source.poll(32, WAIT)).isInstanceOf(IOException.class);
        assertThat(queue.size()).isEqualTo(1);

        proxy.heal();
        proxy.answer("PUT", "-poison", 403, Integer.MAX_VALUE);
        assertThat(source.poll(32, HIDDEN.multipliedBy(2))).isEmpty();
      }
    }
    assertThat(queue.size()).isZero();
  }

  @Test
  void throttledQueueIsAskedAgainAndAnAnswerThatIsLostToADeletionDoesNoHarm() throws Exception {
    written("a.json");
    written("b.json");
    try (FaultProxy proxy = FaultProxy.of(Emulator.queues());
        FileEventSource source = open(proxy)) {
      proxy.answer("GET", "/messages", 503, 2);
      List<EventMessage> received = source.poll(32, WAIT);
      assertThat(received).hasSize(2);

      proxy.answer("DELETE", "/messages/", 503, 2);
      proxy.lose("DELETE", "/messages/", FaultProxy.Fault.CUT_AFTER, 1);
      source.delete(received.stream().map(EventMessage::receipt).toList());
    }
    assertThat(queue.size()).isZero();
  }

  private FileEventSource open(FaultProxy proxy) throws IOException {
    return AzureQueueProvider.open(queue.address(proxy.endpoint()), AzureQueue.access(), HIDDEN);
  }

  @Test
  void queueIsOpenedByTheTextOfAConnectionToo() throws Exception {
    Path secret =
        Files.writeString(
            directory.resolve("connection"),
            "DefaultEndpointsProtocol=http;AccountName="
                + Emulator.ACCOUNT
                + ";AccountKey="
                + AzureQueue.KEY
                + ";QueueEndpoint="
                + Emulator.queues()
                + "/"
                + Emulator.ACCOUNT
                + ";");
    QueueAccess access = AzureQueue.access(Map.of());
    written("a.json");

    try (FileEventSource source =
        FileEventSourceProvider.openAny(
            URI.create("azure-queue:" + queue.name()),
            new QueueAccess(
                access.landing(),
                access.profile(),
                access.hadoop(),
                Optional.of(new SecretReference("file", secret.toString()))))) {
      assertThat(source.poll(32, WAIT)).hasSize(1);
    }
  }

  @Test
  void wrongKeyAndQueueThatIsNotThereAreErrorsOfTheQueue() throws Exception {
    Path wrong = Files.writeString(directory.resolve("key"), "d3Jvbmc=");
    QueueAccess access =
        AzureQueue.access(
            Map.of(
                StorageSetting.PROFILE,
                "azurite",
                StorageSetting.ACCOUNT_KEY,
                "${file:" + wrong + "}"));
    try (FileEventSource source = AzureQueueProvider.open(queue.address(), access, HIDDEN)) {
      assertThatThrownBy(() -> source.poll(32, WAIT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Cannot read queue " + Emulator.queues())
          .hasMessageContaining("403");
    }
    URI missing = URI.create(queue.address() + "none");
    try (FileEventSource source = AzureQueueProvider.open(missing, AzureQueue.access(), HIDDEN)) {
      assertThatThrownBy(() -> source.poll(32, WAIT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("404");
    }
  }
}
