package dev.freshet.testkit.upstream;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a connector wrote, line by line, and the truth.
 *
 * @param lines in order of delivery; an entry is one line of a landed file
 * @param bodies the column {@code body} of each row of the table in the end, by key
 * @param withheld keys whose body the connector wrote at another key only: their rows were moved
 *     and the connector left the unchanged large column out. A reader may not know it, but must not
 *     take another one for it
 */
public record SourceFeed(List<String> lines, Map<String, String> bodies, Set<String> withheld) {

  public SourceFeed {
    lines = List.copyOf(lines);
    bodies = Map.copyOf(bodies);
    withheld = Set.copyOf(withheld);
  }
}
