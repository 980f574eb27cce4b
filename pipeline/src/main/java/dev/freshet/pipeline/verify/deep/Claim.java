package dev.freshet.pipeline.verify.deep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What a landed line says about one record. */
sealed interface Claim {

  /** The record. */
  String key();

  /** Where the change stands in the log of its source. */
  SourcePlace place();

  /** The value of the version column; null if there is none. */
  @Nullable BigInteger version();

  /**
   * The record is this now.
   *
   * @param columns its columns; some may hold the placeholder of an unchanged value
   * @param encoded whether a column of the text is encoded by a schema, which is not replayed
   */
  record Written(
      String key,
      SourcePlace place,
      @Nullable BigInteger version,
      ObjectNode columns,
      boolean encoded)
      implements Claim {}

  /** The record is gone. */
  record Removed(String key, SourcePlace place, @Nullable BigInteger version) implements Claim {}
}
