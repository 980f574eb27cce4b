package dev.freshet.autoloader.fs;

import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.StorageOptions;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.HadoopSettings;
import dev.freshet.storage.profile.StorageProfile;
import dev.freshet.storage.profile.StorageSetting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The settings with which a storage of Hadoop is opened: those of the process, then those that suit
 * a landing zone where the process has none, then the profile, then those that the user gave for
 * this stream.
 */
public final class AccessSettings {
  private AccessSettings() {}

  /**
   * How the files of a landing zone are read by a process without Spark.
   *
   * @throws IllegalArgumentException if the landing path is none, or a secret cannot be read
   */
  public static LandingAccess access(AutoloaderOptions options) {
    return access(options, new Configuration());
  }

  /**
   * As {@link #access(AutoloaderOptions)}.
   *
   * @param process the configuration of the process, such as that of a Spark session
   */
  public static LandingAccess access(AutoloaderOptions options, Configuration process) {
    Location landing = LandingPath.of(options).location();
    if (!(landing instanceof Location.Remote remote)) {
      return new LocalAccess(landing.text());
    }
    return remote(remote, options, process);
  }

  /**
   * How another place than the landing zone is reached: with the settings of its storage if it is
   * of the same kind as the landing zone, and with those of the process otherwise.
   */
  public static HadoopAccess elsewhere(
      Location.Remote place, AutoloaderOptions options, Configuration process) {
    return remote(place, options, process);
  }

  /**
   * How a place is reached without the options of a stream.
   *
   * @param own settings of Hadoop that win over those of the process; others are passed over
   */
  public static HadoopAccess alone(
      Location.Remote place, Map<String, String> own, Configuration process) {
    return remote(place, Map.of(), StorageOptions.hadoop(own), process);
  }

  private static HadoopAccess remote(
      Location.Remote place, AutoloaderOptions options, Configuration process) {
    return remote(
        place, storage(place, options), StorageOptions.hadoop(options.readerOptions()), process);
  }

  private static HadoopAccess remote(
      Location.Remote place,
      Map<StorageSetting, String> storage,
      Map<String, String> own,
      Configuration process) {
    Map<String, String> settings = new LinkedHashMap<>(HadoopSettings.defaults(place));
    settings.putAll(explicit(process));
    settings.putAll(HadoopSettings.of(StorageProfile.of(storage, place), place, System::getenv));
    settings.putAll(own);
    return new HadoopAccess(place.text(), settings);
  }

  private static Map<StorageSetting, String> storage(
      Location.Remote place, AutoloaderOptions options) {
    boolean sameKind =
        Location.parse(options.path(), Path.of("/")) instanceof Location.Remote landing
            && landing.scheme().equals(place.scheme());
    return sameKind ? options.place().storage() : Map.of();
  }

  /** What was set in this process; every process has Hadoop's defaults itself. */
  private static Map<String, String> explicit(Configuration process) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : process) {
      String key = entry.getKey();
      String[] sources = process.getPropertySources(key);
      boolean isDefault =
          sources != null
              && Arrays.stream(sources).allMatch(source -> source.endsWith("-default.xml"));
      if (!isDefault && !key.startsWith("spark.")) {
        settings.put(key, process.get(key));
      }
    }
    return settings;
  }
}
