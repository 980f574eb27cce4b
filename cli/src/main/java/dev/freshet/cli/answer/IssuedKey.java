package dev.freshet.cli.answer;

import dev.freshet.server.security.ApiKey;
import dev.freshet.server.security.ApiKeys;
import java.io.PrintWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that was created or rotated.
 *
 * @param name whom it is for
 * @param key the key; it is shown once and stored nowhere
 * @param rows condition of the rows it sees; null for all
 * @param expires when it expires; null for never
 * @param formerUntil until when the previous key stays valid; null if there is none
 */
public record IssuedKey(
    String name,
    String key,
    @Nullable String rows,
    @Nullable Instant expires,
    @Nullable Instant formerUntil)
    implements Output.Answer {

  /** The answer for a key that was just issued. */
  public static IssuedKey of(ApiKeys.Issued issued) {
    ApiKey key = issued.key();
    return new IssuedKey(
        key.name(),
        issued.text(),
        key.rows().orElse(null),
        key.expires().orElse(null),
        key.previous().map(ApiKey.Previous::until).orElse(null));
  }

  @Override
  public void print(PrintWriter out) {
    out.println(key);
    out.println();
    out.println("Keep it now: it cannot be shown again. Send it as Authorization: Bearer <key>.");
    out.println("It sees " + (rows == null ? "all rows" : "rows with " + rows));
    if (expires != null) {
      out.println("It expires at " + expires);
    }
    if (formerUntil != null) {
      out.println("The previous key stays valid until " + formerUntil);
    }
  }
}
