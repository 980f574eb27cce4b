package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.home.layer.LayerTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of bad input in one landing zone: the good rows get through, the bad are accounted
 * for.
 */
class BadInputIT {

  @TempDir Path directory;

  @Test
  @Timeout(300)
  void badInputIsQuarantinedWithItsReasonAndStopsNothing() throws Exception {
    TestPipeline pipeline = TestPipeline.create(directory);
    landBadInput(pipeline);

    JsonNode run = pipeline.execute("run", "--once", "-o", "json").expectExit(0).json();

    assertThat(run.get("files").asLong()).isEqualTo(9);
    Map<String, String> reasons = reasons(pipeline);
    assertThat(reasons.keySet())
        .containsExactly(
            "array.json:1",
            "binary.json:0",
            "empty.json:0",
            "key.json:1",
            "malformed.json:2",
            "strange.json:5",
            "types.json:1");
    assertThat(reasons.get("malformed.json:2")).contains("JSON");
    assertThat(reasons.get("key.json:1")).contains("id");
    assertThat(reasons.get("types.json:1")).contains("updated_at");
    assertThat(reasons.get("strange.json:5")).contains("surrogate");
    assertThat(run.get("quarantined").asLong()).isEqualTo(reasons.size());
    JsonNode verified = pipeline.verified();
    assertThat(verified.get("bronze").asLong())
        .isEqualTo(verified.get("silver").asLong() + verified.get("unreadable").asLong());
    assertThat(searchableKeys(pipeline))
        .contains("first", "after-the-broken-line", "without-newline", "one-megabyte")
        .contains("control", "half-a-pair", "unknown-script")
        .doesNotContain("empty-text", "control-only");
    assertThat(run.get("records").asLong())
        .as("a text without a visible character is a record without chunks")
        .isEqualTo(9);
  }

  private static void landBadInput(TestPipeline pipeline) throws IOException {
    pipeline.land(
        "malformed.json",
        """
        {"id":"first","updated_at":1,"body":"a good row before the broken one"}
        {"id":"broken","updated_at":1,"body":
        {"id":"after-the-broken-line","updated_at":1,"body":"a good row after the broken one"}
        """);
    pipeline.land("empty.json", "");
    pipeline.land(
        "strange.json",
        """
        {"id":"control","updated_at":1,"body":"bell \\u0007 and \\u0000 here"}
        {"id":"half-a-pair","updated_at":1,"body":"half \\ud83d pair"}
        {"id":"unknown-script","updated_at":1,"body":"ሰላም ለዓለም"}
        {"id":"control-only","updated_at":1,"body":"\\u0000\\u0007\\u200b"}
        {"id":"key \\ud83d","updated_at":1,"body":"half a pair in the key"}
        """);
    pipeline.land(
        "half.json", "{\"id\":\"without-newline\",\"updated_at\":1,\"body\":\"no newline\"}");
    pipeline.land("key.json", "{\"updated_at\":1,\"body\":\"a row without a key\"}\n");
    pipeline.land("types.json", "{\"id\":\"typed\",\"updated_at\":{\"a\":1},\"body\":\"x\"}\n");
    pipeline.land("array.json", "[1, 2, 3]\n");
    pipeline.land("texts.json", texts());
    Files.write(
        pipeline.landing().resolve("binary.json"),
        new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, (byte) 0x80, '\n'});
  }

  private static String texts() {
    return "{\"id\":\"empty-text\",\"updated_at\":1,\"body\":\"\"}\n"
        + "{\"id\":\"one-megabyte\",\"updated_at\":1,\"body\":\""
        + "the river rises in spring ".repeat(40_000)
        + "\"}\n";
  }

  /** Reason by {@code file:line}. */
  private static Map<String, String> reasons(TestPipeline pipeline) {
    List<String> places = pipeline.column(LayerTables::quarantine, "file", "line");
    List<String> reasons = pipeline.column(LayerTables::quarantine, "reason");
    Map<String, String> byPlace = new TreeMap<>();
    for (int i = 0; i < places.size(); i++) {
      String place = places.get(i);
      byPlace.put(place.substring(place.lastIndexOf('/') + 1), reasons.get(i));
    }
    return byPlace;
  }

  private static List<String> searchableKeys(TestPipeline pipeline) {
    return pipeline.chunks().values().stream().map(chunk -> chunk.recordKey()).distinct().toList();
  }
}
