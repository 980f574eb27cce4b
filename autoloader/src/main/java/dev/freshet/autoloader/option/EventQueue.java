package dev.freshet.autoloader.option;

import dev.freshet.storage.profile.SecretReference;
import dev.freshet.storage.profile.StorageSetting;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A queue that gets the events of a storage.
 *
 * @param address with the scheme that says of which kind it is
 * @param storage the settings with which it is signed in to; those of the files, unless there are
 *     others for the queue
 * @param connection text of a connection that has the rest of the address and credentials in it
 */
public record EventQueue(
    URI address, Map<StorageSetting, String> storage, Optional<SecretReference> connection) {

  /** Copies the settings. */
  public EventQueue {
    storage = Map.copyOf(storage);
  }
}
