package dev.freshet.server.http;

import dev.freshet.core.filter.Filter;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param name of the key, for the audit log; {@code local} where no keys are needed
 * @param rows what the caller may see of the table: every search of theirs is narrowed to it; empty
 *     for all rows
 */
public record Caller(String name, Optional<Filter> rows) {

  /** Anyone on this machine, while there are no keys. */
  public static final Caller LOCAL = new Caller("local", Optional.empty());

  /** Anyone, of what is open to anyone. */
  public static final Caller OPEN = new Caller("open", Optional.empty());

  /** Stands for the name of one who was refused before it was clear who it is. */
  public static final String UNKNOWN = "unknown";

  /**
   * Whether the caller may see figures and rows of the whole pipeline. One who sees only some rows
   * may search and nothing else.
   */
  public boolean seesAll() {
    return rows.isEmpty();
  }
}
