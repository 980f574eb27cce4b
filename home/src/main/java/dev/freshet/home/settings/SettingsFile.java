package dev.freshet.home.settings;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.report.JsonFile;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that remembers which configuration a home was run with. It is replaced atomically.
 * Without it nothing is lost but the memory of changes: the next run writes it. A damaged file is
 * treated as if there were none.
 */
public final class SettingsFile {

  private static final Logger LOGGER = LoggerFactory.getLogger(SettingsFile.class);

  private final JsonFile<HomeSettings> file;

  /** The file of a home, whether it exists or not. */
  public SettingsFile(HomeLayout layout) {
    this.file = new JsonFile<>(layout.settings(), HomeSettings.class);
  }

  /** The settings of the last run; empty if there was none, or none that left this file. */
  public Optional<HomeSettings> read() {
    try {
      return file.read();
    } catch (IOException e) {
      LOGGER
          .atWarn()
          .addKeyValue("path", file.path())
          .addKeyValue("error", e.toString())
          .log("the settings of the last run cannot be read, the next run writes them again");
      return Optional.empty();
    }
  }

  /**
   * Remembers the configuration of a run that has begun. The caller holds the home's lock.
   *
   * @param emptyTable whether the run fills a new vector table
   * @throws FreshetException if the file cannot be written
   */
  public void run(FreshetConfig config, Instant now, boolean emptyTable) {
    HomeSettings next =
        read()
            .map(last -> last.run(config, now, emptyTable))
            .orElseGet(() -> HomeSettings.first(config));
    try {
      file.write(next);
    } catch (IOException e) {
      throw new FreshetException(
          ErrorCode.STORE_UNAVAILABLE,
          "Cannot write " + file.path() + ": " + e + ". Give this user the right to write there.",
          e);
    }
  }
}
