package dev.freshet.core.config;

import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.Problems;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.ValueType;
import dev.freshet.storage.location.Location;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where changes land and how they are written.
 *
 * @param landing the landing zone; whether it exists is checked when a command needs it
 * @param format how files are written; default {@link SourceFormat#JSON}
 * @param changes how a row says which change it is; default {@link ChangeFormat#PLAIN}, the only
 *     one for files that are records
 * @param discovery how new files are found; default {@link DiscoveryMode#AUTO}
 * @param epoch which life of the source its changes belong to, from 0 on; raise it by one when the
 *     source begins again (a new cluster, a restored backup, another unit of the version column),
 *     and all that lands from then on is newer than what landed before
 * @param options handed to the autoloader as they are, such as {@code pathGlobFilter}; default
 *     none; values may be secrets
 */
public record SourceConfig(
    LandingConfig landing,
    SourceFormat format,
    ChangeFormat changes,
    DiscoveryMode discovery,
    int epoch,
    Map<String, String> options) {

  public static final SourceFormat DEFAULT_FORMAT = SourceFormat.JSON;
  public static final ChangeFormat DEFAULT_CHANGES = ChangeFormat.PLAIN;
  public static final DiscoveryMode DEFAULT_DISCOVERY = DiscoveryMode.AUTO;

  /**
   * Options that have a key of their own, in lower case: two places could contradict each other.
   */
  private static final Map<String, String> OWN_KEYS =
      Map.of(
          "path", "source.path",
          "cloudfiles.format", "source.format",
          "autoloader.discovery", "source.discovery",
          "autoloader.queue", "source.queue",
          "cloudfiles.maxfilespertrigger", "pipeline.max-files-per-trigger");

  private static final String ROW_TAG = "rowTag";

  public SourceConfig {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    Problems problems = new Problems();
    if (epoch < 0) {
      problems.add("source.epoch", "it is " + epoch, "Use 0 or a larger whole number.");
    }
    if (format.isOneRecordPerFile() && changes != ChangeFormat.PLAIN) {
      problems.add(
          "source.changes",
          "'" + ValueType.lower(changes) + "' does not go with source.format: " + format.spelling(),
          "Set source.changes: plain; a file is a record then, not a change event.");
    }
    for (String option : options.keySet()) {
      String key = OWN_KEYS.get(option.toLowerCase(Locale.ROOT));
      if (key != null) {
        problems.add(
            "source.options." + option, "this setting has a key of its own", "Set " + key + ".");
      }
    }
    if (format == SourceFormat.XML
        && options.keySet().stream().noneMatch(ROW_TAG::equalsIgnoreCase)) {
      problems.add(
          "source.options." + ROW_TAG,
          "it is missing, and source.format is xml",
          "Set it to the name of the element that is a row.");
    }
    problems.throwIfAny();
  }

  /** A source whose landing zone is a directory of this machine. */
  public SourceConfig(
      Path path,
      SourceFormat format,
      ChangeFormat changes,
      DiscoveryMode discovery,
      int epoch,
      Map<String, String> options) {
    this(
        new LandingConfig(new Location.Local(path), Map.of()),
        format,
        changes,
        discovery,
        epoch,
        options);
  }

  /** The key of a configuration that has the value of an option of the autoloader. */
  public static Optional<String> keyOf(String option) {
    return Optional.ofNullable(OWN_KEYS.get(option.toLowerCase(Locale.ROOT)));
  }

  /** The landing zone. */
  public Location location() {
    return landing.location();
  }

  /** A source in its first epoch. */
  public SourceConfig(
      Path path,
      SourceFormat format,
      ChangeFormat changes,
      DiscoveryMode discovery,
      Map<String, String> options) {
    this(path, format, changes, discovery, 0, options);
  }

  /** Plain JSON changes below {@code path}, everything else by default. */
  public static SourceConfig of(Path path) {
    return new SourceConfig(path, DEFAULT_FORMAT, DEFAULT_CHANGES, DEFAULT_DISCOVERY, 0, Map.of());
  }

  /** Shows the names of the options only: values may be secrets. */
  @Override
  public String toString() {
    return "SourceConfig[location=%s, format=%s, changes=%s, discovery=%s, epoch=%d, options=%s]"
        .formatted(location(), format, changes, discovery, epoch, options.keySet());
  }
}
