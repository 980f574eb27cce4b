package dev.freshet.autoloader.event;

import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.EventQueue;
import dev.freshet.autoloader.option.StorageOptions;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.HadoopSettings;
import dev.freshet.storage.profile.StorageProfile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Opens the queue that options name, as often as asked, with the secrets as they are then. */
public final class QueueOpener implements QueueReader.Opener {
  private final HadoopAccess access;
  private final AutoloaderOptions options;
  private final EventQueue queue;

  /**
   * @param access how the files of the landing zone are reached
   * @param options have a queue
   */
  public QueueOpener(HadoopAccess access, AutoloaderOptions options) {
    this.access = access;
    this.options = options;
    this.queue = options.place().queue().orElseThrow();
  }

  /** Its address, which names it in messages. */
  public String name() {
    return queue.address().toString();
  }

  /** Makes a client; nothing is sent. */
  @Override
  public FileEventSource open() throws IOException {
    Location.Remote landing = new Location.Remote(access.landing());
    StorageProfile profile = StorageProfile.of(queue.storage(), landing);
    Map<String, String> settings = new HashMap<>(access.settings());
    settings.putAll(HadoopSettings.of(profile, landing, System::getenv));
    if (queue.storage().equals(options.place().storage())) {
      settings.putAll(StorageOptions.hadoop(options.readerOptions()));
    }
    return FileEventSourceProvider.openAny(
        queue.address(), new QueueAccess(landing, profile, settings, queue.connection()));
  }
}
