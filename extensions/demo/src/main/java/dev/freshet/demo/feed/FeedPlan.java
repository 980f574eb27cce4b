package dev.freshet.demo.feed;

import dev.freshet.demo.corpus.Release;
import dev.freshet.demo.corpus.ReleaseDiff;
import dev.freshet.demo.corpus.RowChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which change file lands when: the releases one after another in files of steady size, with a
 * pause after each in which its effect can be seen. Immutable.
 *
 * <p>A duration too short for all releases gets fewer, the first ones; {@link #leftOut} names the
 * rest. A duration too short even for the first gets that one faster than the pace allows. A long
 * duration is used up to the stretch the pace allows; after that the feed is over.
 */
public final class FeedPlan {

  private final List<PlannedFile> files;
  private final List<PlannedRelease> releases;
  private final List<String> leftOut;

  private FeedPlan(List<PlannedFile> files, List<PlannedRelease> releases, List<String> leftOut) {
    this.files = List.copyOf(files);
    this.releases = List.copyOf(releases);
    this.leftOut = List.copyOf(leftOut);
  }

  /**
   * Plans a feed that has landed its last file before {@code duration} is over.
   *
   * @param releases oldest first, at least one; one that changes nothing needs no file and is
   *     neither among the planned nor among the left out
   * @param duration positive
   */
  public static FeedPlan of(List<Release> releases, Duration duration, FeedPace pace) {
    if (releases.isEmpty() || duration.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "Invalid plan: " + releases.size() + " releases in " + duration);
    }
    List<ReleaseDiff> diffs =
        ReleaseDiff.chain(releases).stream().filter(diff -> !diff.changes().isEmpty()).toList();
    FeedTiming timing = FeedTiming.of(diffs, duration, pace);
    Builder builder = new Builder(pace.rowsPerFile(), timing);
    diffs.stream().limit(timing.releases()).forEach(builder::add);
    return new FeedPlan(
        builder.files,
        builder.releases,
        diffs.stream().skip(timing.releases()).map(ReleaseDiff::version).toList());
  }

  /** The files in the order they land. */
  List<PlannedFile> files() {
    return files;
  }

  /** The releases that land, in order. */
  public List<PlannedRelease> releases() {
    return releases;
  }

  /** The releases for which the duration is too short, in order. */
  public List<String> leftOut() {
    return leftOut;
  }

  /** How many files land. */
  public int fileCount() {
    return files.size();
  }

  /** When the last file lands, from the start of the feed. */
  public Duration end() {
    return files.isEmpty() ? Duration.ZERO : files.get(files.size() - 1).at();
  }

  /** Lays one release after another on the time line. */
  private static final class Builder {

    private final List<PlannedFile> files = new ArrayList<>();
    private final List<PlannedRelease> releases = new ArrayList<>();
    private final int rowsPerFile;
    private final FeedTiming timing;
    private Duration next = Duration.ZERO;

    Builder(int rowsPerFile, FeedTiming timing) {
      this.rowsPerFile = rowsPerFile;
      this.timing = timing;
    }

    void add(ReleaseDiff diff) {
      Duration interval = releases.isEmpty() ? timing.firstInterval() : timing.interval();
      List<RowChange> changes = diff.changes();
      Duration startsAt = next;
      Duration at = startsAt;
      for (int from = 0; from < changes.size(); from += rowsPerFile) {
        int to = Math.min(from + rowsPerFile, changes.size());
        at = next;
        files.add(
            new PlannedFile(
                at,
                name(diff.version()),
                diff.version(),
                changes.subList(from, to),
                to == changes.size()));
        next = at.plus(interval);
      }
      next = next.plus(timing.pause());
      releases.add(new PlannedRelease(diff.version(), ChangeCounts.of(changes), startsAt, at));
    }

    private String name(String version) {
      return String.format("release-%s-%05d.json", version, files.size() + 1);
    }
  }
}
