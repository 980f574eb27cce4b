package dev.freshet.cli.answer;

import dev.freshet.server.security.ApiKey;
import dev.freshet.server.security.ApiKeys;
import java.io.PrintWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that was made or renewed.
 *
 * @param name whom it is for
 * @param key the key; shown this once, kept nowhere
 * @param rows condition of the rows it sees; null for all
 * @param expires when it stops to count; null for never
 * @param formerUntil until when the key before it counts; null if there is none
 */
public record IssuedKey(
    String name,
    String key,
    @Nullable String rows,
    @Nullable Instant expires,
    @Nullable Instant formerUntil)
    implements Output.Answer {

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
      out.println("The key before it counts until " + formerUntil);
    }
  }
}
