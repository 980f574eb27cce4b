package dev.freshet.home.content;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the files of the tables were read again, in rotation. One maintenance process writes it.
 * Losing it costs a rotation that begins again. Immutable.
 *
 * @param began when this rotation began
 * @param provenAt when the last whole rotation ended: every file was read since it began; null
 *     before the first
 * @param last which file was read last; empty at the begin of a rotation
 * @param pace when files were read, and when the next are due
 * @param damaged files that were found damaged and are still part of their tables
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ContentState(
    Instant began,
    @Nullable Instant provenAt,
    String last,
    Pace pace,
    List<DamagedContent> damaged) {

  /**
   * When files were read.
   *
   * @param readAt when the last ones were
   * @param due when the next ones are to be read
   * @param readBytes how much was read, in all rotations
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Pace(Instant readAt, Instant due, long readBytes) {}

  public ContentState {
    damaged = List.copyOf(damaged);
  }

  /** Nothing was read yet. */
  public static ContentState begin(Instant now) {
    return new ContentState(now, null, "", new Pace(now, now, 0), List.of());
  }
}
