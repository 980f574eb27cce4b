package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import dev.freshet.home.layer.LayerTables;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that are large beside the heap of {@code run}, one JSON line each, on their way from the
 * landing zone to an answer. Their texts repeat themselves, so that the model has little to do.
 */
class LargeRecordIT {

  private static final String SENTENCE = "The quick brown fox jumps over it, and the dogs sleep.\n";

  private static final Map<String, Integer> LARGE =
      Map.of("kb600", 600_000, "mb5", 5_000_000, "mb15", 15_000_000);

  /** What the last sentence of each record tells of. */
  private static final Map<String, String> ENDS =
      Map.of(
          "kb600", "Penguins live on the ice of Antarctica.",
          "mb5", "The volcano threw lava and ashes into the sky.",
          "mb15", "An orchestra plays a violin concerto by Mozart.");

  private static final int ABOVE_THE_LIMIT = (16 << 20) + 1;

  @TempDir Path directory;

  @Test
  @Timeout(400)
  void largeRecordsAreSearchableAndWhatIsTooLargeSaysWhy() throws Exception {
    TestPipeline pipeline =
        TestPipeline.create(
            directory,
            """
            name: docs
            home: ./home
            source: { path: ./landing }
            record: { key: [id], version: updated_at }
            document: { text: "{body}", metadata: [title] }
            optimize: { mode: off }
            """);
    land(pipeline, "large.json", List.of("kb600", "mb5", "mb15"), LARGE, "a title");
    land(pipeline, "line.json", List.of("above"), Map.of("above", ABOVE_THE_LIMIT), "a title");
    land(
        pipeline, "repeated.json", List.of("repeated"), Map.of("repeated", 600_000), text(600_000));

    JsonNode summary;
    try (FreshetProcess run = pipeline.start(List.of("-Xmx1g"), "run", "--once", "-o", "json")) {
      summary = run.awaitEnd().expectExit(0).json();
    }

    assertThat(summary.get("rows").asLong()).isEqualTo(10);
    assertThat(pipeline.column(LayerTables::quarantine, "reason"))
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .contains("line is larger than 16 MiB and was left out. Land it in smaller"),
            metadata ->
                assertThat(metadata)
                    .contains(
                        "its metadata of %d bytes".formatted(text(600_000).length())
                            + ", repeated in each of its")
                    .contains("are more than 1048576 bytes, or than 67108864 bytes together")
                    .contains("Take it out of document.metadata, or land it shorter."));
    for (String id : LARGE.keySet()) {
      assertThat(lengths(pipeline, LayerTables::bronze, "payload")).containsKey(id);
    }
    Map<String, Integer> silver = lengths(pipeline, LayerTables::silver, "fields");
    Map<String, Integer> gold = lengths(pipeline, LayerTables::gold, "text");
    LARGE.forEach(
        (id, length) -> {
          assertThat(silver.get(id)).as(id).isGreaterThan(length);
          assertThat(gold.get(id)).as(id).isBetween(length, length + 200);
        });

    Cli.Ended verified = pipeline.executeHere("verify", "-o", "json");
    assertThat(verified.exit()).as(verified.out()).isZero();
    assertThat(verified.json().get("records").asLong()).as("all but the line").isEqualTo(9);
    for (String id : LARGE.keySet()) {
      String end = ENDS.get(id);
      Cli.Ended found = pipeline.executeHere("search", end, "-o", "json");
      assertThat(found.json().at("/hits/0/key").asText()).as(id).isEqualTo(id);
      assertThat(found.json().at("/hits/0/text").asText()).contains(end);
    }
  }

  /** Large records, a small one behind each. */
  private static void land(
      TestPipeline pipeline,
      String name,
      List<String> ids,
      Map<String, Integer> lengths,
      String title)
      throws IOException {
    Path hidden = pipeline.directory().resolve(name + ".part");
    try (BufferedWriter lines = Files.newBufferedWriter(hidden)) {
      for (String id : ids) {
        String body = text(lengths.get(id)) + "\n\n" + ENDS.getOrDefault(id, "The end.");
        lines.write(line(id, body, title));
        lines.write(line("small-" + id, "a small record", "small"));
      }
    }
    Files.move(hidden, pipeline.landing().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String line(String id, String body, String title) {
    return "{\"id\":\"%s\",\"updated_at\":1,\"body\":\"%s\",\"title\":\"%s\"}\n"
        .formatted(id, body.replace("\n", "\\n"), title.replace("\n", "\\n"));
  }

  private static String text(int length) {
    return SENTENCE.repeat(length / SENTENCE.length() + 1);
  }

  /** How long the values of a column are, by the record's key. */
  private static Map<String, Integer> lengths(
      TestPipeline pipeline, TestPipeline.Layer layer, String column) {
    Map<String, Integer> lengths = new TreeMap<>();
    for (String row : pipeline.column(layer, "record_key", column)) {
      int colon = row.indexOf(':');
      lengths.put(row.substring(0, colon), row.length() - colon - 1);
    }
    return lengths;
  }
}
