package dev.freshet.cli.keys;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.answer.Output;
import dev.freshet.cli.verb.PipelineFile;
import dev.freshet.server.security.ApiKey;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = "Shows all keys without their secrets, revoked and expired ones too.",
    mixinStandardHelpOptions = true)
public final class KeysList implements Callable<Integer> {

  @Mixin PipelineFile file;
  @Mixin Output output;

  @Override
  public Integer call() {
    Instant now = Instant.now();
    List<Key> keys =
        KeysCommand.keys(file.read()).all().stream().map(key -> Key.of(key, now)).toList();
    output.print(new Listed(keys));
    return ExitCode.OK;
  }

  /**
   * All keys.
   *
   * @param keys in the order in which they were created
   */
  public record Listed(List<Key> keys) implements Output.Answer {

    @Override
    public void print(PrintWriter out) {
      if (keys.isEmpty()) {
        out.println(
            "no keys: every process that reaches this machine's loopback address may search");
      }
      for (Key key : keys) {
        out.printf(
            Locale.ROOT,
            "%-20s %-8s %s%s%n",
            key.name(),
            key.state(),
            key.rows() == null ? "all rows" : key.rows(),
            key.times().expires() == null ? "" : ", expires " + key.times().expires());
      }
    }
  }

  /**
   * One key.
   *
   * @param name whom it is for
   * @param id the part of the key before the secret
   * @param state {@code valid}, {@code expired} or {@code revoked}
   * @param rows condition of the rows it sees; null for all
   * @param times of its life
   */
  @JsonPropertyOrder({"name", "id", "state", "rows"})
  record Key(
      String name, String id, String state, @Nullable String rows, @JsonUnwrapped Times times) {

    static Key of(ApiKey key, Instant now) {
      return new Key(
          key.name(),
          key.id(),
          key.state(now).name().toLowerCase(Locale.ROOT),
          key.rows().orElse(null),
          Times.of(key));
    }
  }

  /**
   * When a key is valid.
   *
   * @param created when it was created
   * @param expires when it expires; null for never
   * @param formerUntil until when the key before the last rotation stays valid; null if there was
   *     none
   * @param revoked when it was revoked; null if it was not
   */
  record Times(
      Instant created,
      @Nullable Instant expires,
      @Nullable Instant formerUntil,
      @Nullable Instant revoked) {

    static Times of(ApiKey key) {
      return new Times(
          key.created(),
          key.expires().orElse(null),
          key.previous().map(ApiKey.Previous::until).orElse(null),
          key.revoked().orElse(null));
    }
  }
}
