package dev.freshet.autoloader.event;

import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.SecretReference;
import dev.freshet.storage.profile.StorageProfile;
import java.util.Map;
import java.util.Optional;

/**
 * For whom and as whom a queue is read.
 *
 * @param landing the landing zone whose files the events name
 * @param profile as whom
 * @param hadoop the settings with which Hadoop reads that landing zone, for clients that sign in in
 *     the same way; has secrets in it
 * @param connection text of a connection that has address and credentials in it, which count then
 */
public record QueueAccess(
    Location.Remote landing,
    StorageProfile profile,
    Map<String, String> hadoop,
    Optional<SecretReference> connection) {

  /** Copies the settings. */
  public QueueAccess {
    hadoop = Map.copyOf(hadoop);
  }

  /** Without the settings, which have secrets in them. */
  @Override
  public String toString() {
    return "QueueAccess[" + landing + "]";
  }
}
