package dev.freshet.storage.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceVersion;
import dev.freshet.autoloader.event.QueueAccess;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.HadoopSettings;
import dev.freshet.storage.profile.StorageProfile;
import dev.freshet.storage.profile.StorageSetting;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A queue of Azurite. */
final class AzureQueue {
  static final Location.Remote LANDING =
      new Location.Remote("abfs://lz@devstoreaccount1.dfs.core.windows.net/landing");

  /** Every Azurite has this key. */
  static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private final String name;

  private AzureQueue(String name) {
    this.name = name;
  }

  /** A new queue. */
  static AzureQueue create() {
    AzureQueue queue = new AzureQueue("q" + UUID.randomUUID());
    queue.client(queue.name).create();
    return queue;
  }

  QueueClient client(String queue) {
    URI server = Emulator.queues(); // Before the first client of Java, for the sake of the proxy.
    return new QueueClientBuilder()
        .httpClient(new JdkHttpClientBuilder().build())
        .endpoint(server + "/" + Emulator.ACCOUNT)
        .queueName(queue)
        .credential(new StorageSharedKeyCredential(Emulator.ACCOUNT, KEY))
        .messageEncoding(QueueMessageEncoding.NONE)
        .serviceVersion(QueueServiceVersion.V2025_01_05)
        .buildClient();
  }

  String name() {
    return name;
  }

  /** Its address as an option of the source. */
  URI address() {
    return address(Emulator.queues());
  }

  /** As before, through another server. */
  URI address(URI server) {
    return URI.create("azure-queue+" + server + "/" + Emulator.ACCOUNT + "/" + name);
  }

  /** As whom it is read by default. */
  static QueueAccess access() {
    return access(Map.of(StorageSetting.PROFILE, "azurite"));
  }

  static QueueAccess access(Map<StorageSetting, String> settings) {
    StorageProfile profile = StorageProfile.of(settings, LANDING);
    return new QueueAccess(
        LANDING, profile, HadoopSettings.of(profile, LANDING, System::getenv), Optional.empty());
  }

  void send(String text) {
    client(name).sendMessage(text);
  }

  /** How many messages were not deleted, hidden ones included. */
  int size() {
    return client(name).getProperties().getApproximateMessagesCount();
  }

  /** The texts in the queue for messages that cannot be read. */
  List<String> poisoned() {
    return client(AzureQueueEventSource.poisonOf(name))
        .peekMessages(32, null, Context.NONE)
        .stream()
        .map(message -> message.getBody().toString())
        .toList();
  }

  /** What Event Grid sends by default when a blob of a container was written. */
  static String notification(String container, String blob) {
    String event =
        AzureEventParserTest.CREATED
            .replace("storageAccounts/acct", "storageAccounts/" + Emulator.ACCOUNT)
            .replace("https://acct.blob", "https://" + Emulator.ACCOUNT + ".blob")
            .replace("containers/lz/", "containers/" + container + "/")
            .replace("windows.net/lz/", "windows.net/" + container + "/")
            .replace("in/a b+1#.json", blob)
            .replace(
                "in/a%20b+1%23.json",
                URLEncoder.encode(blob, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("%2F", "/"));
    return Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8));
  }
}
