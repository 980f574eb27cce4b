package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.testkit.upstream.SourceFeed;
import dev.freshet.testkit.upstream.Upstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What connectors write about random histories of a table, in random batches: in the end the vector
 * table holds the rows of that table.
 */
class UpstreamFeedTest {

  private static final int FILE_LINES_MAX = 60;
  private static final int BATCH_FILES_MAX = 6;

  @TempDir Path dir;

  static Stream<Arguments> feeds() {
    return Arrays.stream(Upstream.values())
        .flatMap(upstream -> seeds().mapToObj(seed -> Arguments.of(upstream, seed)));
  }

  static Stream<Arguments> unwrappedFeeds() {
    return feeds().filter(feed -> ((Upstream) feed.get()[0]).unwraps());
  }

  private static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("freshet.test.long") ? 80 : 12);
  }

  @ParameterizedTest
  @MethodSource("feeds")
  void recordsAreTheRowsOfTheSource(Upstream upstream, long seed) {
    MemoryStages stages =
        new MemoryStages(StageHome.config(dir, ChangeFormat.DEBEZIUM, Optional.empty()));
    SourceFeed feed = upstream.feed(seed);
    land(stages::process, feed, seed);
    assertThat(wrong(stages.texts(), feed)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("unwrappedFeeds")
  void unwrappedRowsMakeTheSameRecords(Upstream upstream, long seed) {
    MemoryStages stages =
        new MemoryStages(StageHome.config(dir, ChangeFormat.PLAIN, Optional.empty()));
    SourceFeed feed = upstream.unwrapped(seed);
    land(stages::process, feed, seed);
    assertThat(wrong(stages.texts(), feed)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Upstream.class)
  void vectorTableHoldsTheRowsOfTheSource(Upstream upstream) {
    try (StageHome home = StageHome.ofDebezium(dir)) {
      SourceFeed feed = upstream.feed(1);
      land(home::process, feed, 1);
      Map<String, String> held = new TreeMap<>();
      home.contents()
          .chunks()
          .forEach(
              (id, chunk) ->
                  held.put(id.replaceAll("#\\d+$", ""), chunk.substring(chunk.indexOf(' ') + 1)));
      assertThat(wrong(held, feed)).isEmpty();
    }
  }

  private static void land(Consumer<List<LandedRow>> stages, SourceFeed feed, long seed) {
    Random random = new Random(seed);
    List<LandedRow> batch = new ArrayList<>();
    long sequence = 0;
    int from = 0;
    int files = 1 + random.nextInt(BATCH_FILES_MAX);
    while (from < feed.lines().size()) {
      int to = Math.min(feed.lines().size(), from + 1 + random.nextInt(FILE_LINES_MAX));
      batch.addAll(Change.lines(++sequence, feed.lines().subList(from, to)));
      from = to;
      if (--files == 0 || from == feed.lines().size()) {
        stages.accept(List.copyOf(batch));
        batch.clear();
        files = 1 + random.nextInt(BATCH_FILES_MAX);
      }
    }
  }

  /** What is held of each record that differs from the source. */
  private static Map<String, String> wrong(Map<String, String> held, SourceFeed feed) {
    Map<String, String> wrong = new TreeMap<>();
    held.forEach(
        (key, body) -> {
          String right = feed.bodies().getOrDefault(key, "no row");
          if (!right.equals(body)) {
            wrong.put(key, "holds '" + body + "', the source has '" + right + "'");
          }
        });
    feed.bodies()
        .forEach(
            (key, body) -> {
              if (!held.containsKey(key) && !feed.withheld().contains(key)) {
                wrong.put(key, "holds nothing, the source has '" + body + "'");
              }
            });
    return wrong;
  }
}
