package dev.freshet.pipeline.run;

import dev.freshet.autoloader.event.QueueOpener;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.InvalidOptionException;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.pipeline.landing.SourceAccess;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Checks of a configuration that need the autoloader's options or the disk. Reads at most the links
 * of the disk, changes nothing and starts no Spark.
 */
public final class ConfigCheck {

  private ConfigCheck() {}

  /**
   * Checks what {@link IngestPipeline#run} checks before anything else.
   *
   * @throws InvalidConfigException if {@code source.options} has an option that the autoloader does
   *     not take, or if {@code home} is inside the landing zone once links are followed
   */
  public static void requireUsable(FreshetConfig config) {
    requireOptions(config);
    if (config.source().location() instanceof Location.Local local) {
      requireHomeOutsideLanding(config.home(), local.path());
    }
  }

  private static void requireOptions(FreshetConfig config) {
    Map<String, String> options = FusedQuery.sourceOptions(config, "checked", 0);
    options.putAll(SourceAccess.placeOptions(config.source()));
    try {
      AutoloaderOptions parsed = AutoloaderOptions.parse(options);
      if (parsed.discovery().events()
          && new SourceAccess(config).access() instanceof HadoopAccess elsewhere) {
        requireQueue(new QueueOpener(elsewhere, parsed));
      }
    } catch (InvalidOptionException e) {
      throw new InvalidConfigException(
          "Cannot use "
              + SourceConfig.keyOf(e.option()).orElse("source.options." + e.option())
              + ": "
              + e.problem());
    }
  }

  /** Whether it answers is not asked: a run begins without it, and tells that. */
  private static void requireQueue(QueueOpener queue) {
    try {
      queue.open().close();
    } catch (IllegalArgumentException | IOException e) {
      throw new InvalidConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static void requireHomeOutsideLanding(Path home, Path landing) {
    Path realHome = real(home);
    Path realLanding = real(landing);
    if (realHome.startsWith(realLanding)) {
      throw new InvalidConfigException(
          "Cannot use home: '"
              + home
              + "' is "
              + realHome
              + ", inside source.path '"
              + landing
              + "', which is "
              + realLanding
              + ", so the pipeline would read its own tables. Choose a directory outside the"
              + " landing zone.");
    }
  }

  /** The path after the links in its existing part are followed. */
  private static Path real(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    for (Path existing = whole; existing != null; existing = existing.getParent()) {
      try {
        return existing.toRealPath().resolve(existing.relativize(whole));
      } catch (IOException e) {
        continue; // It is missing or not readable: links above it may still be followed.
      }
    }
    return whole;
  }
}
