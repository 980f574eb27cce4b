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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
  void recordsAreTheRowsOfTheSource(Upstream upstream, long seed) throws NotAClaim {
    assertThat(wrong(upstream.feed(seed), ChangeFormat.DEBEZIUM)).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("unwrappedFeeds")
  void unwrappedRowsMakeTheSameRecords(Upstream upstream, long seed) throws NotAClaim {
    assertThat(wrong(upstream.unwrapped(seed), ChangeFormat.PLAIN)).isEmpty();
  }

  private static Map<String, String> wrong(SourceFeed feed, ChangeFormat changes) throws NotAClaim {
    FreshetConfig config = config(changes);
    Columns columns = new Columns(config);
    Claims claims = Claims.of(config);
    Replay replay = new Replay(columns);
    long number = 0;
    for (String line : feed.lines()) {
      LandedLine landed = new LandedLine("s", 1, ++number);
      for (Claim claim : claims.of(new LandedPayload(landed, "/landing/a.json", line))) {
        replay.apply(landed, claim);
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
