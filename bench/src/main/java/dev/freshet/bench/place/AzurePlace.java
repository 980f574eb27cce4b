package dev.freshet.bench.place;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceVersion;
import dev.freshet.bench.rig.RawResult;
import dev.freshet.servers.AzureServer;
import dev.freshet.servers.FaultProxy;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.HadoopSettings;
import dev.freshet.storage.profile.StorageProfile;
import dev.freshet.storage.profile.StorageSetting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A container of Azurite, whose events the bench sends to a queue of Azurite as Event Grid would.
 */
public final class AzurePlace implements LandingPlace {
  private static final String ACCOUNT = "devstoreaccount1";

  /** Every Azurite has this key. */
  private static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final String CONTAINER = "bench";
  private static final String QUEUE = "landing";
  private static final String PREFIX = "landing";

  private final AzureServer server;
  private final FaultProxy storageWatch;
  private final FaultProxy queueWatch;
  private final FileSystem files;
  private final QueueClient messages;

  private AzurePlace(AzureServer server) throws IOException {
    this.server = server;
    this.storageWatch = FaultProxy.of(server.blobs());
    this.queueWatch = FaultProxy.of(server.queues());
    Configuration hadoop = new Configuration();
    settingsOfHadoop().forEach(hadoop::set);
    hadoop.set("fs.azure.createRemoteFileSystemDuringInitialization", "true");
    this.files = FileSystem.newInstance(new Path(path()).toUri(), hadoop);
    files.mkdirs(new Path(path()));
    this.messages =
        new QueueClientBuilder()
            .httpClient(new JdkHttpClientBuilder().build())
            .endpoint(server.queues() + "/" + ACCOUNT)
            .queueName(QUEUE)
            .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
            .messageEncoding(QueueMessageEncoding.NONE)
            .serviceVersion(QueueServiceVersion.V2025_01_05)
            .buildClient();
    messages.create();
  }

  /** Starts Azurite, which must be installed. */
  public static AzurePlace start(java.nio.file.Path scratch) throws IOException {
    return new AzurePlace(AzureServer.start(scratch));
  }

  /**
   * As {@link #start(java.nio.file.Path)}.
   *
   * @param hadoop gets the settings by which Spark finds the storage
   */
  public static AzurePlace start(java.nio.file.Path scratch, Configuration hadoop)
      throws IOException {
    AzurePlace place = start(scratch);
    place.settingsOfHadoop().forEach(hadoop::set);
    hadoop.set("fs.abfs.impl.disable.cache", "true"); // Each server has another address.
    return place;
  }

  private Map<String, String> settingsOfHadoop() {
    Location.Remote landing = new Location.Remote(path());
    StorageProfile profile =
        StorageProfile.of(
            Map.of(
                StorageSetting.PROFILE,
                "azurite",
                StorageSetting.ENDPOINT,
                server.blobs().toString()),
            landing);
    Map<String, String> settings = new HashMap<>(HadoopSettings.defaults(landing));
    settings.putAll(HadoopSettings.of(profile, landing, System::getenv));
    return settings;
  }

  @Override
  public String path() {
    return "abfs://" + CONTAINER + "@" + ACCOUNT + ".dfs.core.windows.net/" + PREFIX;
  }

  @Override
  public Map<String, String> eventOptions() {
    return Map.of(
        "autoloader.storage.profile", "azurite",
        "autoloader.storage.endpoint", server.blobs().toString(),
        "autoloader.queue", queue(server.queues()));
  }

  @Override
  public Map<String, String> listingOptions() {
    return Map.of(
        "autoloader.storage.profile",
        "azurite",
        "autoloader.storage.endpoint",
        server.blobs().toString());
  }

  private static String queue(URI server) {
    return "azure-queue+" + server + "/" + ACCOUNT + "/" + QUEUE;
  }

  @Override
  public String settings() {
    return """
        source: { path: '%s', queue: '%s' }
        storage: { profile: azurite, endpoint: '%s' }
        """
        .formatted(path(), queue(queueWatch.endpoint()), storageWatch.endpoint());
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public Map<String, Long> requests() {
    return RequestKind.count(storageWatch, queueWatch);
  }

  @Override
  public void write(String name, String lines) throws IOException {
    try (OutputStream out = files.create(new Path(path(), name))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void land(String name, String lines) throws IOException {
    write(name, lines);
    String blob = PREFIX + "/" + name;
    Map<String, Object> event =
        Map.of(
            "topic",
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/"
                + ACCOUNT,
            "subject",
            "/blobServices/default/containers/" + CONTAINER + "/blobs/" + blob,
            "eventType",
            "Microsoft.Storage.BlobCreated",
            "eventTime",
            Instant.now().toString(),
            "id",
            name,
            "data",
            Map.of(
                "api",
                "PutBlockList",
                "contentLength",
                lines.length(),
                "blobType",
                "BlockBlob",
                "url",
                "https://" + ACCOUNT + ".blob.core.windows.net/" + CONTAINER + "/" + blob));
    messages.sendMessage(
        Base64.getEncoder().encodeToString(RawResult.json(event).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() throws IOException {
    files.close();
    storageWatch.close();
    queueWatch.close();
    server.close();
  }
}
