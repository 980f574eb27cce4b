package dev.freshet.home.content;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * A file of a table whose content is not that which was written. A note of it is no proof: who
 * heals reads the file again.
 *
 * @param table {@code bronze}, {@code silver}, {@code gold}, {@code quarantine}, {@code ledger},
 *     {@code maintenance} or {@link #VECTORS}
 * @param name of the file within the table
 * @param file its absolute path
 * @param reason what is wrong with it
 * @param foundAt when it was found
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DamagedContent(
    String table, String name, String file, String reason, Instant foundAt) {

  /** The vector table's name. */
  public static final String VECTORS = "vectors";
}
