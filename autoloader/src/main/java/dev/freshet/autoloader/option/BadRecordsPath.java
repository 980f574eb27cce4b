package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The directory for records and files that cannot be read. */
public final class BadRecordsPath {
  private BadRecordsPath() {}

  static Optional<String> parse(
      OptionReader reader, boolean enveloped, Map<String, String> readerOptions) {
    Optional<String> given = reader.text(OptionName.BAD_RECORDS);
    given.ifPresent(path -> require(path, enveloped, readerOptions));
    return given.map(BadRecordsPath::place);
  }

  private static void require(String path, boolean enveloped, Map<String, String> readerOptions) {
    if (enveloped) {
      throw new InvalidOptionException(
          OptionName.BAD_RECORDS,
          "in the envelope a record or file that cannot be read is a row whose column error says so",
          "Remove it, or read columns");
    }
    if (!Location.isRemote(path) && !path.matches("(file:)?/.*")) {
      throw new InvalidOptionException(
          OptionName.BAD_RECORDS,
          "'" + path + "' is relative",
          "Write it from the root on, such as /data/bad");
    }
    OptionReader.requirePermissive(
        readerOptions, "with " + OptionName.BAD_RECORDS, "Remove one of them");
  }

  private static String place(String path) {
    String text =
        Location.isRemote(path) ? path : "file:" + LocalPath.parse(OptionName.BAD_RECORDS, path);
    return text.replaceFirst("/+$", "");
  }

  /**
   * Returns if nothing that is written there lands.
   *
   * @param place as it was parsed
   * @throws InvalidOptionException if it is the landing path, or lies in it
   */
  public static void requireOutside(String place, Location landing) {
    boolean inside =
        landing instanceof Location.Local local
            ? !Location.isRemote(place)
                && isIn(local.path(), Path.of(place.substring("file:".length())))
            : (place + "/").startsWith(landing.text() + "/");
    if (inside) {
      throw new InvalidOptionException(
          OptionName.BAD_RECORDS,
          place + " lies in the landing path " + landing + ", so what is written there would land",
          "Give a directory outside of it");
    }
  }

  private static boolean isIn(Path landing, Path place) {
    return real(place).startsWith(real(landing));
  }

  /** With links followed as far as there is something. */
  private static Path real(Path path) {
    Path there = path;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null) {
      return path;
    }
    try {
      return there.toRealPath().resolve(there.relativize(path));
    } catch (IOException e) {
      return path; // Of a place that cannot be looked at the name counts.
    }
  }
}
