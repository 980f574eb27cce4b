package dev.freshet.core.config;

import dev.freshet.core.config.value.Problems;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.InvalidStorageException;
import dev.freshet.storage.profile.StorageProfile;
import dev.freshet.storage.profile.StorageSetting;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where changes land, and how that storage is reached.
 *
 * @param location the landing zone, a directory
 * @param storage the settings of its storage; secrets are references
 * @param queue address of the queue that gets the events of the storage, with the kind of queue
 *     before it
 */
public record LandingConfig(
    Location location, Map<StorageSetting, String> storage, Optional<String> queue) {

  private static final String OF_THIS_MACHINE = "source.path is a directory of this machine";
  private static final String ELSEWHERE =
      "Leave it out, or set a path such as s3a://bucket/landing.";

  /** A landing zone without events of its storage. */
  public LandingConfig(Location location, Map<StorageSetting, String> storage) {
    this(location, storage, Optional.empty());
  }

  /** Checks the settings against the location. */
  public LandingConfig {
    Map<StorageSetting, String> copy = new EnumMap<>(StorageSetting.class);
    copy.putAll(storage);
    storage = Collections.unmodifiableMap(copy);
    Problems problems = new Problems();
    if (location instanceof Location.Remote remote) {
      try {
        StorageProfile.of(storage, remote);
      } catch (InvalidStorageException e) {
        problems.add(key(e.setting()), e.why(), e.whatToDo() + ".");
      }
    } else {
      for (StorageSetting setting : storage.keySet()) {
        problems.add(key(setting), OF_THIS_MACHINE, ELSEWHERE);
      }
      queue.ifPresent(address -> problems.add("source.queue", OF_THIS_MACHINE, ELSEWHERE));
    }
    problems.throwIfAny();
  }

  /** The name of a setting's key, such as {@code storage.region}. */
  public static String key(StorageSetting setting) {
    return "storage." + setting.key();
  }
}
