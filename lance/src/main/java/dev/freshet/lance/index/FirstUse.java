package dev.freshet.lance.index;

import dev.freshet.lance.proof.OpeningNotes;
import dev.freshet.lance.table.LanceTable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.lance.Dataset;
import org.lance.index.Index;

/**
 * The first time that this process reads a segment of an index. {@link IndexProof} finds damaged
 * files; what it cannot find, such as files that were damaged before they were recorded, may end
 * the process. So the process notes what it reads first. Thread-safe.
 */
public final class FirstUse {

  /** A segment never changes, but copies of a table share its name. */
  private record Segment(String table, UUID uuid) {}

  private static final Set<Segment> READ = ConcurrentHashMap.newKeySet();

  private final String uri;
  private final OpeningNotes notes;

  /**
   * @param uri the table
   */
  public FirstUse(String uri) {
    this.uri = uri;
    this.notes = LanceTable.notes(uri);
  }

  /**
   * Calls {@code body}, which reads {@code segments}, and notes it if one of them is new to this
   * process.
   *
   * @throws Exception what {@code body} throws: this process lives, so the note is removed
   */
  public <T> T of(Collection<UUID> segments, Callable<T> body) throws Exception {
    Set<String> fresh = new HashSet<>();
    for (UUID segment : segments) {
      if (!READ.contains(new Segment(uri, segment))) {
        fresh.add(segment.toString());
      }
    }
    if (fresh.isEmpty()) {
      return body.call();
    }
    try (OpeningNotes.Note note = notes.begin(fresh)) {
      T result = body.call();
      segments.forEach(segment -> READ.add(new Segment(uri, segment)));
      return result;
    }
  }

  /**
   * Calls {@code body}, which reads the index {@code name} of the version that {@code dataset} is
   * at.
   */
  public <T> T of(Dataset dataset, String name, Callable<T> body) throws Exception {
    return of(segments(dataset, name), body);
  }

  /**
   * The same for a step of maintenance, which reads more of an index than a search does: every one
   * of them is noted.
   */
  public <T> T ofStep(Dataset dataset, String name, Callable<T> body) throws Exception {
    Set<String> segments = new HashSet<>();
    segments(dataset, name).forEach(segment -> segments.add(segment.toString()));
    try (OpeningNotes.Note note = notes.begin(segments)) {
      return body.call();
    }
  }

  /** Notes that segments are damaged: who maintains the table removes their indexes. */
  public void noteDamage(Collection<UUID> segments) {
    Set<String> subjects = new HashSet<>();
    segments.forEach(segment -> subjects.add(segment.toString()));
    if (!subjects.isEmpty()) {
      notes.noteDamage(subjects);
    }
  }

  /** The same of the index {@code name} of the version that {@code dataset} is at. */
  public void noteDamage(Dataset dataset, String name) {
    noteDamage(segments(dataset, name));
  }

  private static List<UUID> segments(Dataset dataset, String name) {
    return dataset.getIndexes().stream()
        .filter(index -> index.name().equals(name))
        .map(Index::uuid)
        .toList();
  }
}
