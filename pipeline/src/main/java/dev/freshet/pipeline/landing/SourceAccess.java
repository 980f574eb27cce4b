package dev.freshet.pipeline.landing;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.fs.LocalAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ValueType;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How the files of a pipeline's landing zone are reached. Thread-safe. */
public final class SourceAccess {
  private final SourceConfig source;

  public SourceAccess(FreshetConfig config) {
    this.source = config.source();
  }

  /**
   * The options of the autoloader that say where files land, how their storage is reached and how
   * they are found.
   */
  public static Map<String, String> placeOptions(SourceConfig source) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("path", source.location().text());
    source
        .landing()
        .storage()
        .forEach((setting, value) -> options.put(OptionName.of(setting), value));
    options.put(OptionName.DISCOVERY, ValueType.lower(source.discovery()));
    source.landing().queue().ifPresent(queue -> options.put(OptionName.QUEUE, queue));
    return options;
  }

  /** The options of the autoloader for a look at what has landed, or at its rows. */
  public AutoloaderOptions options() {
    Map<String, String> options = new HashMap<>(source.options());
    options.putAll(placeOptions(source));
    options.putAll(RowForm.options(source.format()));
    return AutoloaderOptions.parse(options);
  }

  /**
   * How files are read. For a directory of this machine that is not there, reading fails later.
   *
   * @throws InvalidConfigException if a secret of the storage cannot be read
   */
  public LandingAccess access() {
    if (source.location() instanceof Location.Local local) {
      return new LocalAccess(local.text());
    }
    try {
      return AccessSettings.access(options());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** Whether the landing zone can be listed now. */
  public boolean isThere() {
    return problem().isEmpty();
  }

  /**
   * Why the landing zone cannot be listed, as an error that says what to do; empty if it can be.
   *
   * @throws InvalidConfigException if a secret of the storage cannot be read
   */
  public Optional<FreshetException> problem() {
    try {
      access().requireReadable();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(explained(e));
    }
  }

  private FreshetException explained(IOException failure) {
    String cannot = "Cannot read the landing zone " + source.location() + ": ";
    boolean remote = source.location() instanceof Location.Remote;
    if (failure instanceof AccessDeniedException) {
      return remote
          ? new FreshetException(
              ErrorCode.STORE_UNAVAILABLE,
              cannot
                  + "its storage refuses these credentials ("
                  + failure.getMessage()
                  + "). Correct the keys below storage, or give them the rights to list and read.",
              failure)
          : new FreshetException(
              ErrorCode.LANDING_PATH_MISSING,
              cannot + "this user may not list it. Give the user that right.",
              failure);
    }
    if (failure instanceof NoSuchFileException || failure instanceof NotDirectoryException) {
      return new FreshetException(
          ErrorCode.LANDING_PATH_MISSING,
          cannot
              + (remote
                  ? "there is no such bucket, container or directory"
                  : "it is not a directory")
              + ". Create it or fix source.path.",
          failure);
    }
    return new FreshetException(
        ErrorCode.STORE_UNAVAILABLE,
        cannot
            + failure.getMessage()
            + " Check source.path, the keys below storage and the network.",
        failure);
  }
}
