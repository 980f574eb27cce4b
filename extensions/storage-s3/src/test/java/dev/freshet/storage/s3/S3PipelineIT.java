package dev.freshet.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.servers.CommandProcess;
import dev.freshet.servers.CommandProcess.Ended;
import dev.freshet.servers.FaultProxy;
import dev.freshet.servers.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a bucket, as a user starts it: what lands there is found by a search. */
class S3PipelineIT {
  private static final Duration LIMIT = Duration.ofSeconds(150);

  @TempDir Path directory;

  private final S3Landing landing = S3Landing.create();

  @Test
  void whatLandsInABucketIsFoundAlsoAfterItsStorageWasThrottledOrAway() throws Exception {
    landing.land("2026/a b.json", "{\"id\":1,\"body\":\"The owl sleeps in the daytime.\"}\n");
    landing.land("2026/b.json", "{\"id\":2,\"body\":\"Bread is baked in an oven.\"}\n");
    try (FaultProxy proxy = FaultProxy.of(S3Landing.endpoint())) {
      String file = pipeline(proxy.endpoint(), "");
      proxy.answer("GET", "/landing/2026/b", 503, 5);
      proxy.lose("GET", "/landing/2026/a", FaultProxy.Fault.TRUNCATE, 1);

      Ended run = freshet("run", "--once", "-o", "json", "-f", file);

      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out()).contains("\"records\":2").contains("\"quarantined\":0");
      assertThat(freshet("search", "bird", "-k", "1", "-o", "json", "-f", file).out())
          .contains("The owl sleeps");
    }
  }

  @Tag("long")
  @Test
  void whatIsWrongWithTheStorageIsSaidBeforeAnythingIsDone() throws Exception {
    assertThat(freshet("run", "--once", "-f", pipeline(S3Landing.endpoint(), "wrong-secret")).err())
        .contains("Cannot read the landing zone " + landing.path())
        .contains("its storage refuses these credentials")
        .contains("Correct the keys below storage");
    landing.land("a.json", "{\"id\":1,\"body\":\"text\"}\n");
    assertThat(freshet("validate", "-o", "json", "-f", pipeline(S3Landing.endpoint(), "")).out())
        .contains("\"valid\":true")
        .contains("\"files\":1");
    landing.remove("a.json");
    assertThat(freshet("validate", "-f", pipeline(URI.create("http://127.0.0.1:1"), "")).out())
        .contains("Cannot read the landing zone " + landing.path())
        .contains("Check source.path, the keys below storage and the network.");
    landing.removeBucket();
    Ended missing = freshet("run", "--once", "-f", pipeline(S3Landing.endpoint(), ""));
    assertThat(missing.exit()).isNotZero();
    assertThat(missing.err()).contains("bucket").contains("source.path");
  }

  private String pipeline(URI endpoint, String wrongSecret) throws IOException {
    return Files.writeString(
            directory.resolve("pipeline.yaml"),
            """
            name: docs
            source:
              path: %s
            storage:
              profile: s3proxy
              endpoint: %s
              access-key: ${env:S3_TEST_KEY}
              secret-key: ${env:%s}
            record: { key: [id] }
            document: { text: "{body}" }
            optimize: { mode: off }
            """
                .formatted(
                    landing.path(),
                    endpoint,
                    wrongSecret.isEmpty() ? "S3_TEST_SECRET" : "S3_TEST_WRONG"))
        .toString();
  }

  private Ended freshet(String... arguments) throws Exception {
    try (CommandProcess process =
        CommandProcess.start(
            directory,
            Map.of(
                "S3_TEST_KEY", S3Server.ACCESS_KEY,
                "S3_TEST_SECRET", S3Server.SECRET_KEY,
                "S3_TEST_WRONG", "wrong"),
            arguments)) {
      return process.await(LIMIT);
    }
  }
}
