package dev.freshet.storage.azure;

import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A container of Azurite with a queue that gets its events as Event Grid would send them. */
final class AzureLanding implements AutoCloseable {
  private final String container = "c" + UUID.randomUUID();
  private final AzureQueue queue = AzureQueue.create();
  private final FileSystem files;

  AzureLanding() throws IOException {
    Map<String, String> options = new HashMap<>();
    options.put("path", path());
    options.put("cloudFiles.format", "envelope");
    options.put("autoloader.storage.profile", "azurite");
    options.put("autoloader.storage.endpoint", Emulator.blobs().toString());
    Configuration configuration = new Configuration();
    ((HadoopAccess) AccessSettings.access(AutoloaderOptions.parse(options)))
        .settings()
        .forEach(configuration::set);
    configuration.set("fs.azure.createRemoteFileSystemDuringInitialization", "true");
    files = FileSystem.newInstance(new Path(path()).toUri(), configuration);
    files.mkdirs(new Path(path()));
  }

  String path() {
    return "abfs://" + container + "@devstoreaccount1.dfs.core.windows.net/landing";
  }

  AzureQueue queue() {
    return queue;
  }

  /** Writes a file and sends no event. */
  void land(String name, String content) throws IOException {
    try (FSDataOutputStream out = files.create(new Path(path() + "/" + name), true)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Sends the event of a file. */
  void tell(String name) {
    queue.send(AzureQueue.notification(container, "landing/" + name));
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
