package dev.freshet.server.http;

import dev.freshet.core.filter.Filter;
import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param name the name of the key, for the audit log; {@code local} where no keys are needed
 * @param rows the rows that the caller may see: every search of the caller is limited to them;
 *     empty for all rows
 */
public record Caller(String name, Optional<Filter> rows) {

  /** Every caller on this machine, while there are no keys. */
  public static final Caller LOCAL = new Caller("local", Optional.empty());

  /** Every caller of a path that is open to all. */
  public static final Caller OPEN = new Caller("open", Optional.empty());

  /** The name in the audit log of a caller who was refused before the key was known. */
  public static final String UNKNOWN = "unknown";

  /**
   * Whether the caller may see figures and rows of the whole pipeline. A caller who sees some rows
   * only may search and do nothing else.
   */
  public boolean seesAll() {
    return rows.isEmpty();
  }
}
