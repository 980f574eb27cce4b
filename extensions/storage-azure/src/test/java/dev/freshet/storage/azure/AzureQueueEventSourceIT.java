package dev.freshet.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.event.EventMessage;
import dev.freshet.autoloader.event.FileEventSource;
import dev.freshet.autoloader.event.FileEventSourceProvider;
import dev.freshet.autoloader.event.FileEventsContract;
import dev.freshet.autoloader.event.QueueAccess;
import dev.freshet.autoloader.event.QueueReader;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue of Azurite. */
@Tag("long")
class AzureQueueEventSourceIT extends FileEventsContract {
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(60);

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
          .hasMessage(
              "Cannot read queue "
                  + Emulator.queues()
                  + "/devstoreaccount1/"
                  + queue.name()
                  + ": it refuses these credentials (403 AuthenticationFailed). Correct the keys"
                  + " below storage, or give them the rights to receive, hide and delete"
                  + " messages.");
    }
    URI missing = URI.create(queue.address() + "none");
    try (FileEventSource source = AzureQueueProvider.open(missing, AzureQueue.access(), HIDDEN)) {
      assertThatThrownBy(() -> source.poll(32, WAIT))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith(
              "it is not there (404 QueueNotFound). Create the queue, or correct its address.");
    }
  }

  @Test
  void queueThatIsAwayIsAnErrorOfTheQueue() throws Exception {
    URI away = URI.create("http://127.0.0.1:1");
    try (FileEventSource source =
        AzureQueueProvider.open(queue.address(away), AzureQueue.access(), HIDDEN)) {
      assertThatThrownBy(() -> source.poll(32, WAIT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(": it does not answer (")
          .hasMessageEndingWith("Check its address and the network.");
    }
  }

  @Test
  void credentialsThatEndAndAreRenewedInTheirFileAreTakenWithoutARestart() throws Exception {
    Path secret = Files.writeString(directory.resolve("key"), AzureQueue.KEY);
    Map<StorageSetting, String> settings =
        Map.of(
            StorageSetting.PROFILE,
            "azurite",
            StorageSetting.ACCOUNT_KEY,
            "${file:" + secret + "}");
    try (FaultProxy proxy = FaultProxy.of(Emulator.queues());
        QueueReader reader =
            QueueReader.start(
                "queue",
                () ->
                    AzureQueueProvider.open(
                        queue.address(proxy.endpoint()), AzureQueue.access(settings), HIDDEN))) {
      written("a.json");
      assertThat(reader.take(LIMIT)).hasSize(1);

      Files.writeString(secret, "d3Jvbmc=");
      proxy.answer("GET", "/messages", 403, 1); // From now on the reader has the wrong key.
      int before = proxy.requests().size();
      Awaitility.await().atMost(LIMIT).until(() -> proxy.requests().size() > before + 3);
      Files.writeString(secret, AzureQueue.KEY);
      written("b.json");

      Awaitility.await()
          .atMost(LIMIT)
          .until(
              () ->
                  reader.take(WAIT).stream()
                      .flatMap(message -> message.events().stream())
                      .anyMatch(event -> event.path().endsWith("b.json")));
    }
  }
}
