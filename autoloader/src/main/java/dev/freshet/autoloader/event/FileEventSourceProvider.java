package dev.freshet.autoloader.event;

import java.io.IOException;
import java.net.URI;
import java.util.ServiceLoader;

/** Opens queues of one kind; found by the service loader. */
public interface FileEventSourceProvider {

  /** Whether the scheme of the address is of this kind. */
  boolean accepts(URI queue);

  /**
   * Opens a queue.
   *
   * @param access for whom and as whom
   * @throws IllegalArgumentException if the address or the credentials cannot be used
   * @throws IOException if the queue cannot be reached
   */
  FileEventSource open(URI queue, QueueAccess access) throws IOException;

  /**
   * Opens a queue with the provider of its scheme.
   *
   * @throws IllegalArgumentException if there is no provider for it on the class path
   */
  static FileEventSource openAny(URI queue, QueueAccess access) throws IOException {
    for (FileEventSourceProvider provider : ServiceLoader.load(FileEventSourceProvider.class)) {
      if (provider.accepts(queue)) {
        return provider.open(queue, access);
      }
    }
    throw new IllegalArgumentException(
        "Cannot read queue "
            + queue
            + ": nothing on the class path knows its scheme. Add the jar of freshet-storage-s3 for"
            + " sqs+https:, or of freshet-storage-azure for azure-queue+https:, or correct the"
            + " address.");
  }
}
