package dev.freshet.demo.feed;

import dev.freshet.demo.corpus.RowChange;
import java.time.Duration;
import java.util.List;

/**
 * One change file and when it lands.
 *
 * @param at how long after the start of the feed
 * @param name the file's name in the landing directory, unique within the plan
 * @param release the release its rows come from
 * @param changes its rows, at least one
 * @param completesRelease whether the table holds the whole release once it has landed
 */
record PlannedFile(
    Duration at, String name, String release, List<RowChange> changes, boolean completesRelease) {

  PlannedFile {
    changes = List.copyOf(changes);
  }
}
