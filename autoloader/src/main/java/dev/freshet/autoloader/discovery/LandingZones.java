package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.discovery.HadoopLandingZone.KeyIncrements;
import dev.freshet.autoloader.event.QueueOpener;
import dev.freshet.autoloader.event.QueueReader;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.listing.KeyProgress;
import dev.freshet.autoloader.listing.SeenFiles;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.AutoloaderOptions.Increments;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The landing zone that options ask for. */
final class LandingZones {
  private static final Logger LOGGER = LoggerFactory.getLogger(LandingZones.class);

  private LandingZones() {}

  /**
   * Opens it, and says how its files are found.
   *
   * @param access how they are reached
   * @throws IOException if a directory cannot be watched
   */
  static LandingZone open(
      LandingPath landing, LandingAccess access, AutoloaderOptions options, SeenFiles seen)
      throws IOException {
    LandingZone zone = zone(landing, access, options, seen);
    tell(landing, options);
    return zone;
  }

  private static LandingZone zone(
      LandingPath landing, LandingAccess access, AutoloaderOptions options, SeenFiles seen)
      throws IOException {
    LandingFilter filter = new LandingFilter(options.files().glob(), landing.glob());
    boolean deep = landing.isDeep(options);
    if (access instanceof HadoopAccess elsewhere) {
      KeyIncrements increments =
          new KeyIncrements(
              new KeyProgress(options.discovery().increments(), seen),
              options.discovery().listInterval());
      LandingZone listed =
          new HadoopLandingZone(
              elsewhere.store(),
              filter,
              deep,
              options.discovery().increments() == Increments.NEVER
                  ? Optional.empty()
                  : Optional.of(increments));
      if (!options.discovery().events()) {
        return listed;
      }
      QueueOpener queue = new QueueOpener(elsewhere, options);
      return new EventedLandingZone(
          listed, landing.location().text(), filter, deep, QueueReader.start(queue.name(), queue));
    }
    LocalLandingZone.Depth depth = new LocalLandingZone.Depth(deep, options.files().followLinks());
    return options.discovery().events()
        ? LocalLandingZone.watched(landing.directory(), filter, depth)
        : LocalLandingZone.listed(landing.directory(), filter, depth, seen);
  }

  /** How files are found, and why so. */
  private static void tell(LandingPath landing, AutoloaderOptions options) {
    boolean remote = landing.location() instanceof Location.Remote;
    boolean events = options.discovery().events();
    String reason;
    if (events) {
      reason =
          (remote ? "by events of a queue" : "by events of the file system")
              + ", and by listings for what no event says";
    } else {
      reason =
          remote && options.place().queue().isEmpty()
              ? "by listings, because no queue of events is given"
              : "by listings, because the options say so";
    }
    LOGGER
        .atInfo()
        .addKeyValue("path", landing.location())
        .addKeyValue("reason", reason)
        .log("discovery of new files begins");
  }
}
