package dev.freshet.pipeline.verify.deep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.home.layer.Bronze.LandedPayload;
import dev.freshet.home.layer.LandedLine;
import dev.freshet.testkit.upstream.SourceFeed;
import dev.freshet.testkit.upstream.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The model of the replay, against feeds whose source is known. */
class ReplayTest {

  static Stream<Arguments> feeds() {
    return Arrays.stream(Upstream.values())
        .flatMap(
            upstream ->
                LongStream.rangeClosed(1, Long.getLong("freshet.test.seeds", 6))
                    .mapToObj(seed -> Arguments.of(upstream, seed)));
  }

  static Stream<Arguments> unwrappedFeeds() {
    return feeds().filter(feed -> ((Upstream) feed.get()[0]).unwraps());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("feeds")
  void recordsAreTheRowsOfTheSource(Upstream upstream, long seed) {
    assertThat(wrong(upstream.feed(seed), ChangeFormat.DEBEZIUM)).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("unwrappedFeeds")
  void unwrappedRowsMakeTheSameRecords(Upstream upstream, long seed) {
    assertThat(wrong(upstream.unwrapped(seed), ChangeFormat.PLAIN)).isEmpty();
  }

  /**
   * Recorded of PostgreSQL 15 and Debezium 3.6: transactions open across two snapshots, one by
   * signal between them, and a restart from an older offset; large columns are shortened.
   */
  @Test
  void recordedFeedMakesTheRowsThatTheDatabaseHad() throws IOException {
    String recorded;
    try (InputStream file =
        Objects.requireNonNull(
            ReplayTest.class.getResourceAsStream("/debezium/postgres-open-transactions.jsonl"))) {
      recorded = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    Map<String, String> bodies =
        Map.of(
            "1", "v1 of 1 in full",
            "3", "v1 of 3 in full",
            "5", "v1 of 5 in full",
            "6", "v1 of 6 in full",
            "7", "B reborn 7 in full",
            "8", "v1 of 8 in full");
    SourceFeed feed = new SourceFeed(recorded.lines().toList(), bodies, Set.of());

    assertThat(wrong(feed, ChangeFormat.DEBEZIUM)).isEmpty();
  }

  private static Map<String, String> wrong(SourceFeed feed, ChangeFormat changes) {
    FreshetConfig config = config(changes);
    Columns columns = new Columns(config);
    Claims claims = Claims.of(config);
    Replay replay = new Replay(columns);
    long number = 0;
    for (String line : feed.lines()) {
      LandedLine landed = new LandedLine("s", 1, ++number);
      try {
        for (Claim claim : claims.of(new LandedPayload(landed, "/landing/a.json", line, true))) {
          replay.apply(landed, claim);
        }
      } catch (NotAClaim e) {
        throw new AssertionError(line, e);
      }
    }
    Map<String, String> wrong = new TreeMap<>(feed.bodies());
    wrong.keySet().removeAll(feed.withheld());
    replay
        .records()
        .forEach(
            (key, outcome) -> {
              String held = outcome.columns() == null ? null : text(columns, outcome);
              String right = feed.bodies().get(key);
              if (held == null ? right == null : held.equals(right)) {
                wrong.remove(key);
              } else if (held != null || !feed.withheld().contains(key)) {
                wrong.put(key, held + " instead of " + right);
              }
            });
    return wrong;
  }

  private static String text(Columns columns, Replay.Outcome outcome) {
    try {
      return columns.text(outcome.columns());
    } catch (NotAClaim e) {
      throw new AssertionError(e);
    }
  }

  private static FreshetConfig config(ChangeFormat changes) {
    return FreshetConfig.of(
        "test",
        Path.of("home"),
        new SourceConfig(
            Path.of("landing"), SourceFormat.JSON, changes, DiscoveryMode.AUTO, Map.of()),
        RecordConfig.of("id"),
        DocumentConfig.of("{body}"));
  }
}
