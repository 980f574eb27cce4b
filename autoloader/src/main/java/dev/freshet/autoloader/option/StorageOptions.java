package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.InvalidStorageException;
import dev.freshet.storage.profile.StorageProfile;
import dev.freshet.storage.profile.StorageSetting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The options that say how the storage of the landing path is reached and as whom. */
public final class StorageOptions {
  /** What the settings of a Hadoop file system begin with. */
  private static final String HADOOP = "fs.";

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

  /** Settings of Hadoop for this landing zone alone, among the options of a reader. */
  public static Map<String, String> hadoop(Map<String, String> readerOptions) {
    Map<String, String> own = new TreeMap<>(readerOptions);
    own.keySet().removeIf(name -> !name.startsWith(HADOOP));
    return own;
  }
}
