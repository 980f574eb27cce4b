package dev.freshet.lance.maintain;

import dev.freshet.lance.table.LanceErrors;
import dev.freshet.lance.table.ManifestFile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;

/**
 * Finds the oldest version of a table by opening single versions: a list of all versions costs some
 * 0.13 ms per version. Versions are removed from the old end only, so the numbers of those that
 * exist have no gap, and bisection finds the lowest. Not thread-safe.
 */
final class VersionSpan {

  /**
   * A version and when it was committed.
   *
   * @param version the number of the version
   * @param at the time by the clock of the process that committed it
   */
  record Dated(long version, Instant at) {}

  private final String uri;
  private @Nullable Dated oldest;

  /**
   * @param uri the table
   */
  VersionSpan(String uri) {
    this.uri = uri;
  }

  /** The oldest version. Opens one version if none was removed since the last call. */
  Dated oldest(Dataset dataset) {
    Dated known = oldest == null ? dated(dataset, 1) : dated(dataset, oldest.version());
    if (known == null) {
      known = bisect(dataset, oldest == null ? 1 : oldest.version());
    }
    oldest = known;
    return known;
  }

  /** The oldest version after {@code missing}; at the latest the one {@code dataset} is at. */
  private Dated bisect(Dataset dataset, long missing) {
    long low = missing;
    Dated high = new Dated(dataset.version(), dataset.getVersion().getDataTime().toInstant());
    while (high.version() - low > 1) {
      long middle = low + (high.version() - low) / 2;
      Dated found = dated(dataset, middle);
      if (found == null) {
        low = middle;
      } else {
        high = found;
      }
    }
    return high;
  }

  /**
   * The first version committed at {@code instant} or later, at most {@code last}.
   *
   * @param last a version that exists
   */
  long firstSince(Dataset dataset, Instant instant, long last) {
    long low = oldest(dataset).version() - 1;
    long high = last;
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      Dated found = dated(dataset, middle);
      if (found == null || found.at().isBefore(instant)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private @Nullable Dated dated(Dataset dataset, long version) {
    return dated(uri, dataset, version);
  }

  /** A version; null if there is none. The manifest of an old one is put aside if it is damaged. */
  static @Nullable Dated dated(String uri, Dataset dataset, long version) {
    boolean old = version != dataset.version();
    if (old && ManifestFile.putDamagedAside(uri, version)) {
      return null;
    }
    try (Dataset checkedOut = dataset.checkoutVersion(version)) {
      return new Dated(version, checkedOut.getVersion().getDataTime().toInstant());
    } catch (Exception e) {
      // The library's failures have no types.
      if (LanceErrors.isNotFound(e)) {
        return null;
      }
      if (old && LanceErrors.isDamage(e)) {
        ManifestFile.putAside(uri, version, e);
        return null;
      }
      throw e;
    }
  }
}
