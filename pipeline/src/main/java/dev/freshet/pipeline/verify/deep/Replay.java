package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.home.layer.LandedLine;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the records are after all claims, in order of arrival. It keeps the columns of the document
 * of every live record in memory. Not thread-safe.
 */
final class Replay {

  /**
   * A record after its last accepted claim.
   *
   * @param line where that landed
   * @param place where it stands in the log of its source
   * @param version null if it has none
   * @param columns the columns of the document; null if the record is gone
   * @param trust how far the columns can be compared
   */
  record Outcome(
      LandedLine line,
      SourcePlace place,
      @Nullable BigInteger version,
      @Nullable ObjectNode columns,
      Trust trust) {}

  /** How far the columns of a record can be compared. */
  enum Trust {
    /** They are as they landed. */
    LANDED,
    /** Some were left out and known of the row with the old key only, so they may be missing. */
    MOVED,
    /** Some are encoded, which is not replayed. */
    ENCODED
  }

  private final Columns columns;
  private final Map<String, Outcome> records = new HashMap<>();
  private @Nullable Outcome lastRemoved;
  private long incomplete;

  Replay(Columns columns) {
    this.columns = columns;
  }

  Map<String, Outcome> records() {
    return records;
  }

  /** How many claims were left out because they lack a column that no earlier claim has. */
  long incomplete() {
    return incomplete;
  }

  /** Applies a claim unless the record's state is newer. */
  void apply(LandedLine line, Claim claim) {
    Outcome state = records.get(claim.key());
    if (state != null && !isNewer(claim, state)) {
      lastRemoved = null;
      return;
    }
    if (claim instanceof Claim.Removed removed) {
      BigInteger version = removed.version();
      if (version == null && state != null) {
        version = state.version();
      }
      records.put(claim.key(), new Outcome(line, claim.place(), version, null, Trust.LANDED));
      lastRemoved =
          state == null || state.columns() == null
              ? null
              : new Outcome(line, claim.place(), version, state.columns(), state.trust());
    } else if (claim instanceof Claim.Written written) {
      write(line, written, state);
      lastRemoved = null;
    }
  }

  private void write(LandedLine line, Claim.Written written, @Nullable Outcome state) {
    ObjectNode document = Claims.Json.empty();
    Trust trust = written.encoded() ? Trust.ENCODED : Trust.LANDED;
    for (String name : columns.documentColumns()) {
      JsonNode value = written.columns().get(name);
      if (Columns.isLeftOut(value)) {
        boolean own = state != null && state.columns() != null;
        Outcome source = own ? state : movedFrom(written);
        value = source == null ? null : source.columns().get(name);
        if (value == null) {
          incomplete++;
          return;
        }
        trust = own ? state.trust() : Trust.MOVED;
      }
      if (value != null) {
        document.set(name, value);
      }
    }
    if (written.columns().size() > 0) {
      copyDotted(written.columns(), document);
    }
    records.put(
        written.key(), new Outcome(line, written.place(), written.version(), document, trust));
  }

  /** A column whose own name has dots is tried before the path. */
  private void copyDotted(ObjectNode from, ObjectNode to) {
    from.properties()
        .forEach(
            column -> {
              if (column.getKey().indexOf('.') >= 0) {
                to.set(column.getKey(), column.getValue());
              }
            });
  }

  /** The row that was removed under another key by the same change. */
  private @Nullable Outcome movedFrom(Claim.Written written) {
    return lastRemoved != null && lastRemoved.place().isSameChange(written.place())
        ? lastRemoved
        : null;
  }

  private static boolean isNewer(Claim claim, Outcome state) {
    OptionalInt order = claim.place().compareTo(state.place());
    boolean removedWithoutVersion = state.columns() == null;
    if (removedWithoutVersion && order.orElse(0) < 0) {
      return false;
    }
    if (claim.version() != null && state.version() != null) {
      int difference = claim.version().compareTo(state.version());
      if (difference != 0) {
        return difference > 0;
      }
    }
    return order.orElse(0) >= 0;
  }
}
