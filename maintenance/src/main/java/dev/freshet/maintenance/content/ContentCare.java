package dev.freshet.maintenance.content;

import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.home.content.ContentState;
import dev.freshet.home.content.DamagedContent;
import dev.freshet.home.report.JsonFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of all tables again, in rotation, and compares them with the checksums with which
 * they were written. How much at a look, {@link ContentPace} says. Where it is in the rotation, and
 * what it found, is in one small file; without that file the rotation begins again. It heals
 * nothing: the pipeline reads the file. Not thread-safe.
 */
public final class ContentCare {

  private static final Logger LOGGER = LoggerFactory.getLogger(ContentCare.class);

  /** A next look further away than that was planned by a clock that was wrong. */
  private static final Duration DUE_MAX = Duration.ofDays(1);

  private final JsonFile<ContentState> file;
  private final Map<String, Supplier<Optional<TableContent>>> tables;
  private final BooleanSupplier stopped;
  private final InstantSource clock;
  private ContentState state;
  private boolean writable = true;

  /** A file of a table. */
  private record Place(String table, String name) {}

  /**
   * Goes on where the file says.
   *
   * @param tables the content of each, by its name; empty for a table that does not exist
   * @param stopped whether to read no further file
   */
  public ContentCare(
      JsonFile<ContentState> file,
      Map<String, Supplier<Optional<TableContent>>> tables,
      BooleanSupplier stopped,
      InstantSource clock) {
    this.file = file;
    this.tables = new LinkedHashMap<>(tables);
    this.stopped = stopped;
    this.clock = clock;
    this.state = file.readReport().orElseGet(() -> ContentState.begin(clock.instant()));
  }

  /** How far it is, and what is damaged. */
  public ContentState state() {
    return state;
  }

  /** Reads some files, if it is time to. */
  public void lookIfDue() {
    Instant now = clock.instant();
    Instant due = state.pace().due();
    if (now.isBefore(due) && due.isBefore(now.plus(DUE_MAX))) {
      return;
    }
    Map<String, TableContent> contents = contents();
    NavigableMap<String, Place> places = new TreeMap<>();
    contents.forEach(
        (table, content) ->
            content
                .files()
                .keySet()
                .forEach(name -> places.put(table + "/" + name, new Place(table, name))));
    look(new Look(contents, places), now);
  }

  /** Reads all files of a table that was met damaged, unless one is known to be. */
  public void lookThrough(String table) {
    if (state.damaged().stream().anyMatch(known -> known.table().equals(table))) {
      return;
    }
    Instant now = clock.instant();
    List<DamagedContent> damaged = new ArrayList<>(state.damaged());
    content(table, Objects.requireNonNull(tables.get(table), table))
        .ifPresent(
            content ->
                content
                    .files()
                    .keySet()
                    .forEach(name -> check(new Place(table, name), damaged, now)));
    keep(new ContentState(state.began(), state.provenAt(), state.last(), state.pace(), damaged));
  }

  private Map<String, TableContent> contents() {
    Map<String, TableContent> contents = new HashMap<>();
    tables.forEach(
        (name, table) -> content(name, table).ifPresent(content -> contents.put(name, content)));
    return contents;
  }

  /** A table that cannot be listed is told by those who maintain it. */
  private static Optional<TableContent> content(
      String name, Supplier<Optional<TableContent>> table) {
    try {
      return table.get();
    } catch (FreshetException failed) {
      LOGGER
          .atDebug()
          .addKeyValue("table", name)
          .addKeyValue("error", failed.getMessage())
          .log("content of a table cannot be checked now");
      return Optional.empty();
    }
  }

  /**
   * All files at the time of a look.
   *
   * @param places by where they are in the rotation
   */
  private record Look(Map<String, TableContent> contents, NavigableMap<String, Place> places) {

    long size(Place place) {
      return Objects.requireNonNull(contents.get(place.table()), place.table())
          .files()
          .getOrDefault(place.name(), 0L);
    }

    long total() {
      return places.values().stream().mapToLong(this::size).sum();
    }

    /** Whether a file that was damaged may still be part of its table. */
    boolean holds(DamagedContent damaged) {
      TableContent content = contents.get(damaged.table());
      return content == null || content.files().containsKey(damaged.name());
    }
  }

  private void look(Look look, Instant started) {
    long total = look.total();
    long budget = ContentPace.budget(state.pace(), total, started);
    List<DamagedContent> damaged = new ArrayList<>(state.damaged());
    damaged.removeIf(known -> !look.holds(known));
    Instant deadline = started.plus(ContentPace.LOOK_TIME_MAX);
    String last = state.last();
    long read = 0;
    Map.Entry<String, Place> next = look.places().higherEntry(last);
    for (boolean first = true;
        next != null && !stopped.getAsBoolean() && (first || clock.instant().isBefore(deadline));
        first = false) {
      long size = look.size(next.getValue());
      if (!first && read + size > budget) {
        break;
      }
      check(next.getValue(), damaged, started);
      read += size;
      last = next.getKey();
      next = look.places().higherEntry(last);
    }
    Duration took = Duration.between(started, clock.instant());
    boolean ended = next == null;
    long following =
        Optional.ofNullable(ended ? look.places().firstEntry() : next)
            .map(entry -> look.size(entry.getValue()))
            .orElse(0L);
    keep(
        new ContentState(
            ended ? started : state.began(),
            ended ? started : state.provenAt(),
            ended ? "" : last,
            new ContentState.Pace(
                started,
                started.plus(ContentPace.pause(took, following, total)),
                state.pace().readBytes() + read),
            damaged));
  }

  private void check(Place place, List<DamagedContent> damaged, Instant now) {
    try {
      Optional<DamagedContent> found = damage(place, now);
      boolean known =
          damaged.removeIf(
              each -> each.table().equals(place.table()) && each.name().equals(place.name()));
      found.ifPresent(damaged::add);
      if (!known) {
        found.ifPresent(ContentCare::tell);
      }
    } catch (IOException | FreshetException failed) {
      LOGGER
          .atWarn()
          .addKeyValue("table", place.table())
          .addKeyValue("path", place.name())
          .addKeyValue("error", failed.toString())
          .log("a file of a table cannot be read, it is read again with the next rotation");
    }
  }

  /** Damage of a file that is part of its table: the pipeline may have replaced it meanwhile. */
  private Optional<DamagedContent> damage(Place place, Instant now) throws IOException {
    Optional<String> reason = Optional.empty();
    TableContent content = null;
    for (int tries = 0; tries < 2; tries++) {
      content = Objects.requireNonNull(tables.get(place.table())).get().orElse(null);
      if (content == null || !content.files().containsKey(place.name())) {
        return Optional.empty();
      }
      reason = content.damage(place.name());
      if (reason.isEmpty()) {
        return Optional.empty();
      }
    }
    String path = Objects.requireNonNull(content).path(place.name()).toString();
    return reason.map(why -> new DamagedContent(place.table(), place.name(), path, why, now));
  }

  private static void tell(DamagedContent damaged) {
    LOGGER
        .atWarn()
        .addKeyValue("table", damaged.table())
        .addKeyValue("path", damaged.file())
        .addKeyValue("reason", damaged.reason())
        .addKeyValue(
            "outcome",
            damaged.table().equals("maintenance")
                ? "The next start of `optimize` cuts the table back."
                : "`run` takes the file out of the table and fills what it held again.")
        .log("a file of the home is damaged");
  }

  private void keep(ContentState next) {
    boolean report = next.damaged().equals(state.damaged());
    state = next;
    try {
      if (report) {
        file.writeReport(next);
      } else {
        file.write(next);
      }
      writable = true;
    } catch (IOException e) {
      if (writable) {
        LOGGER
            .atWarn()
            .addKeyValue("path", file.path())
            .addKeyValue("error", e.toString())
            .log("maintenance cannot keep how far it has read the tables again, it continues");
      }
      writable = false;
    }
  }
}
