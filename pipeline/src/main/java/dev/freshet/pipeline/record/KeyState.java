package dev.freshet.pipeline.record;

import dev.freshet.home.layer.GoldState;
import dev.freshet.pipeline.order.PositionText;
import dev.freshet.pipeline.order.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * The last accepted state of a record.
 *
 * @param version version of the record, as it is shown and as the version column counts it; {@link
 *     #UNKNOWN_VERSION} for a tombstone of a record that was never seen
 * @param position where in the source the change stood
 * @param deleted whether the change deleted the record (a tombstone)
 * @param place of the change's line among all landed lines: a state replaces one whose place is
 *     lower
 * @param arrival of that line: its place, or a lower one if it counts as landed with an earlier
 *     file version
 * @param content digest of the line that brought the last live content, to know it when it lands
 *     again; 0 if there is none
 */
public record KeyState(
    long version,
    SourcePosition position,
    boolean deleted,
    long place,
    long arrival,
    long content) {

  /** Version of a tombstone whose record was never seen; lower than every known version. */
  public static final long UNKNOWN_VERSION = Long.MIN_VALUE;

  private static final String CONTENT = " #";
  private static final String ARRIVAL = " @@";

  /** The state after a row of Gold. */
  public static KeyState of(GoldState row) {
    long place = row.line().place();
    return of(row.version(), row.position(), row.order(), row.deleted(), place);
  }

  /**
   * The state that a row of Gold tells of.
   *
   * @param number what earlier versions kept instead of {@code order}
   * @param order as {@link #order()} wrote it; null in a row of an earlier version
   */
  public static KeyState of(
      long version, long number, @Nullable String order, boolean deleted, long place) {
    if (order == null) {
      SourcePosition position =
          number == place ? SourcePosition.none(0) : SourcePosition.ofNumber(number);
      return new KeyState(version, position, deleted, place, place, 0);
    }
    int content = order.lastIndexOf(CONTENT);
    String text = content < 0 ? order : order.substring(0, content);
    int arrival = text.lastIndexOf(ARRIVAL);
    return new KeyState(
        version,
        PositionText.read(arrival < 0 ? text : text.substring(0, arrival)),
        deleted,
        place,
        arrival < 0
            ? place
            : Long.parseUnsignedLong(text.substring(arrival + ARRIVAL.length()), 16),
        content < 0 ? 0 : Long.parseUnsignedLong(order.substring(content + CONTENT.length()), 16));
  }

  /** Position, arrival and content as text, for Gold and the key index. */
  public String order() {
    String written = PositionText.write(position);
    String text = arrival == place ? written : written + ARRIVAL + Long.toHexString(arrival);
    return content == 0 ? text : text + CONTENT + Long.toHexString(content);
  }

  /**
   * Whether this state replaces another accepted state of the record. States are accepted in the
   * order in which their lines landed, so the one that landed last counts. Whether a change is
   * accepted is decided before, by the order of its source.
   */
  public boolean isNewerThan(KeyState other) {
    return place > other.place;
  }
}
