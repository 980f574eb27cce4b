package dev.freshet.storage.azure;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** A container of Azurite with a queue that gets its events as Event Grid would send them. */
final class AzureLanding implements AutoCloseable {
  private final AzureContainer container = new AzureContainer();
  private final AzureQueue queue = AzureQueue.create();

  AzureLanding() throws IOException {
    container.files().mkdirs(new Path(path()));
  }

  String path() {
    return container.root() + "/landing";
  }

  AzureQueue queue() {
    return queue;
  }

  /** Writes a file and sends no event. */
  void land(String name, String content) throws IOException {
    container.put(path() + "/" + name, content);
  }

  /** Sends the event of a file. */
  void tell(String name) {
    queue.send(AzureQueue.notification(container.name(), "landing/" + name));
  }

  @Override
  public void close() throws IOException {
    container.close();
  }
}
