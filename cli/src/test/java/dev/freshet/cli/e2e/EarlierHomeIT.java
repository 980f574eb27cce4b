package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.Cli;
import dev.freshet.core.vector.StoredChunk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A home that an earlier build wrote, with its landing zone: what is on disk is a promise. It is in
 * another directory than the one it was written in. {@code model.json} in it has version and text
 * of every live record, as the feed that was landed means them.
 */
class EarlierHomeIT {

  private static final String ARCHIVE = "/homes/home-17c2c29.tgz";

  /** A place in the log above all in the home. */
  private static final long NEWEST = 9_000_000;

  @TempDir Path directory;
  private TestPipeline pipeline;
  private Map<String, Live> model;

  /** What a record must be. */
  private record Live(long version, String text) {}

  @BeforeEach
  void unpack() throws Exception {
    try (InputStream archive =
        Objects.requireNonNull(EarlierHomeIT.class.getResourceAsStream(ARCHIVE), ARCHIVE)) {
      FileUtil.unTar(archive, directory.toFile(), true);
    }
    pipeline = new TestPipeline(directory);
    model = new HashMap<>();
    new ObjectMapper()
        .readTree(directory.resolve("model.json").toFile())
        .fields()
        .forEachRemaining(
            record ->
                model.put(
                    record.getKey(),
                    new Live(
                        record.getValue().get(0).asLong(), record.getValue().get(1).asText())));
  }

  @Test
  void homeOfAnEarlierBuildIsReadRunVerifiedAndSearched() throws Exception {
    assertThat(model).hasSize(65);
    JsonNode status = pipeline.executeHere("status", "-o", "json").json();
    assertThat(status.at("/records").asInt()).isEqualTo(65);
    assertThat(status.at("/state").asText()).isEqualTo("stopped");
    assertHolds(model);
    Cli.Ended untyped =
        pipeline.executeHere("search", "lighthouse", "--filter", "tenant >= 'a'", "-o", "json");
    assertThat(untyped.exit()).isNotZero();
    assertThat(untyped.err()).contains("not typed yet", "start `run`");
    assertThat(
            pipeline
                .executeHere("search", "lighthouse", "--filter", "tenant <> ''", "-o", "json")
                .exit())
        .isZero();

    land("{\"op\":\"c\",\"after\":{\"id\":900,\"title\":\"late\",\"body\":\"lighthouse keeper\"},");
    pipeline.execute("run", "--once", "-o", "json").expectExit(0);

    model.put("900", new Live(NEWEST, "late\n\nlighthouse keeper"));
    assertHolds(model);
    JsonNode found =
        pipeline.executeHere("search", "lighthouse keeper", "-k", "1", "-o", "json").json();
    assertThat(found.at("/hits/0/key").asText()).isEqualTo("900");
    assertThat(
            pipeline
                .executeHere(
                    "search", "lighthouse", "-k", "1", "--filter", "tenant >= ''", "-o", "json")
                .exit())
        .isZero();
  }

  /** Its Bronze says nothing of the files that were read, so all of them are read again. */
  @Test
  void fileLogOfAnEarlierBuildThatIsLostIsReadAgain() throws Exception {
    Path fileLog;
    try (Stream<Path> below = Files.walk(directory)) {
      fileLog = below.filter(each -> each.endsWith("filelog")).findFirst().orElseThrow();
    }
    assertThat(FileUtil.fullyDelete(fileLog.toFile())).isTrue();

    JsonNode run = pipeline.execute("run", "--once", "-o", "json").expectExit(0).json();

    assertThat(run.at("/files").asInt()).isPositive();
    assertHolds(model);
    assertThat(FileUtil.fullyDelete(fileLog.toFile())).isTrue();
    JsonNode again = pipeline.execute("run", "--once", "-o", "json").expectExit(0).json();
    assertThat(again.at("/files").asInt()).as("this build has noted what it read").isZero();
    assertHolds(model);
  }

  /** One more event, newer than all in the home. */
  private void land(String event) throws IOException {
    Path hidden = directory.resolve("late.part");
    Files.writeString(
        hidden,
        event + "\"source\":{\"connector\":\"postgresql\",\"lsn\":" + NEWEST + ",\"ts_ms\":1}}\n");
    Files.move(hidden, pipeline.landing().resolve("late.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void assertHolds(Map<String, Live> live) throws Exception {
    JsonNode verified = pipeline.verified();
    assertThat(verified.at("/records").asInt()).isEqualTo(live.size());
    Map<String, StoredChunk> chunks = pipeline.chunks();
    assertThat(chunks).hasSize(live.size());
    live.forEach(
        (key, wanted) ->
            assertThat(chunks.get(key + "#0"))
                .as(key)
                .satisfies(
                    chunk -> {
                      assertThat(chunk.recordVersion()).isEqualTo(wanted.version());
                      assertThat(chunk.contentHash())
                          .isEqualTo(DigestUtils.sha256Hex(wanted.text()));
                    }));
  }
}
