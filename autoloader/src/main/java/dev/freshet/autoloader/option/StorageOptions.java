package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.InvalidStorageException;
import dev.freshet.storage.profile.StorageProfile;
import dev.freshet.storage.profile.StorageSetting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The options that say how the storage of the landing path is reached and as whom. */
public final class StorageOptions {
  /** What the settings of a Hadoop file system begin with. */
  private static final String HADOOP = "fs.";

  private static final Duration LISTING_BESIDE_EVENTS = Duration.ofMinutes(5);

  private StorageOptions() {}

  /**
   * The settings among options.
   *
   * @throws InvalidOptionException if one is wrong, or the landing path has no use for it
   */
  static Map<StorageSetting, String> parse(OptionReader reader) {
    Map<StorageSetting, String> settings = new EnumMap<>(StorageSetting.class);
    for (StorageSetting setting : StorageSetting.values()) {
      reader.text(OptionName.of(setting)).ifPresent(value -> settings.put(setting, value));
    }
    check(settings, reader.text(OptionName.PATH).orElse(""));
    return settings;
  }

  private static void check(Map<StorageSetting, String> settings, String path) {
    if (Location.isRemote(path)
        && Location.parse(path, Path.of("/")) instanceof Location.Remote remote) {
      try {
        StorageProfile.of(settings, remote);
      } catch (InvalidStorageException e) {
        throw new InvalidOptionException(OptionName.of(e.setting()), e.why(), e.whatToDo());
      }
    } else if (!settings.isEmpty()) {
      throw new InvalidOptionException(
          OptionName.of(settings.keySet().iterator().next()),
          "the landing path is a directory of this machine",
          "Leave it out, or give a path like s3a://bucket/landing");
    }
  }

  /** The address of a queue of events. */
  static Optional<URI> queue(OptionReader reader) {
    Optional<String> text = reader.text(OptionName.QUEUE);
    if (text.isPresent() && !Location.isRemote(reader.text(OptionName.PATH).orElse(""))) {
      throw new InvalidOptionException(
          OptionName.QUEUE,
          "the landing path is a directory of this machine",
          "Leave it out, or give a path like s3a://bucket/landing");
    }
    try {
      return text.map(URI::create);
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(
          OptionName.QUEUE,
          "'" + text.get() + "' is not an address",
          "Write one like sqs+https://sqs.eu-west-1.amazonaws.com/123456789012/landing");
    }
  }

  /** With events, listings only find what no event said. */
  static Duration listInterval(OptionReader reader, Map<String, String> given) {
    Duration interval = reader.duration(OptionName.LIST_INTERVAL).orElseThrow();
    return given.containsKey(OptionName.LIST_INTERVAL) || queue(reader).isEmpty()
        ? interval
        : LISTING_BESIDE_EVENTS;
  }

  /** Settings of Hadoop for this landing zone alone, among the options of a reader. */
  public static Map<String, String> hadoop(Map<String, String> readerOptions) {
    Map<String, String> own = new TreeMap<>(readerOptions);
    own.keySet().removeIf(name -> !name.startsWith(HADOOP));
    return own;
  }
}
