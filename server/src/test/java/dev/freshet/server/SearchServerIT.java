package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.filter.Filter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchServerIT {

  private static final Instant EARLY = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant LATE = Instant.parse("2026-03-01T10:00:01Z");

  @TempDir private static Path shared;
  private static ServedTable withOneRecord;

  @TempDir Path landing;
  private ServedTable served;
  private Http http;

  @BeforeAll
  static void serveOneRecord() {
    withOneRecord = new ServedTable(shared);
    withOneRecord.put("1", 1, "a", EARLY, "one");
  }

  @AfterAll
  static void end() {
    withOneRecord.close();
  }

  /** Serves a table of this test alone. */
  private void serve() {
    served = new ServedTable(landing);
    http = served.http();
  }

  @AfterEach
  void endOwn() {
    if (served != null) {
      served.close();
    }
  }

  @Test
  void answerHasHitsAndItsFreshness() {
    serve();
    served.put("1", 7, "a", EARLY, "the red fox");
    served.put("2", 1, "b", LATE, "a blue whale");

    Http.Answer answer = http.search("{\"query\": \"red fox\", \"k\": 1}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().at("/hits")).hasSize(1);
    assertThat(answer.body().at("/hits/0/key").asText()).isEqualTo("1");
    assertThat(answer.body().at("/hits/0/version").asLong()).isEqualTo(7);
    assertThat(answer.body().at("/hits/0/text").asText()).isEqualTo("the red fox");
    assertThat(answer.body().at("/hits/0/metadata/tenant").asText()).isEqualTo("a");
    assertThat(answer.body().at("/freshness/asOf").asText()).isEqualTo("2026-03-01T10:00:01Z");
    assertThat(answer.body().at("/freshness/version").asLong()).isPositive();
    assertThat(answer.body().at("/freshness/unindexedRows").asLong()).isEqualTo(2);
  }

  @Test
  void vectorFilterFieldsAndPerRecordAreApplied() {
    serve();
    served.put("1", 1, "a", EARLY, "one", "one two", "one three");
    served.put("2", 1, "a", EARLY, "two");
    served.put("3", 1, "b", EARLY, "one");
    String vector = Arrays.toString(served.vector("one"));

    Http.Answer answer =
        http.search(
            "{\"vector\": %s, \"filter\": \"tenant = 'a'\", \"perRecord\": 1, \"fields\": []}"
                .formatted(vector));

    assertThat(answer.body().at("/hits")).hasSize(2);
    assertThat(answer.body().at("/hits/0/id").asText()).isEqualTo("1#0");
    assertThat(answer.body().at("/hits/0/distance").asDouble()).isBetween(-0.001, 0.001);
    assertThat(answer.body().at("/hits/1/key").asText()).isEqualTo("2");
    assertThat(answer.body().at("/hits/0").has("text")).isFalse();
    assertThat(answer.body().at("/hits/0/metadata")).isEmpty();
  }

  @Test
  void textAndHybridModesNeedTheFullTextIndex() {
    serve();
    served.put("1", 1, "a", EARLY, "red fox");
    served.put("2", 1, "a", EARLY, "red whale");

    assertThat(http.search("{\"query\": \"fox\", \"mode\": \"text\"}").status()).isEqualTo(400);
    Http.Answer half = http.search("{\"query\": \"fox\", \"mode\": \"hybrid\", \"fields\": []}");
    assertThat(half.body().at("/hits")).hasSize(2);
    assertThat(half.body().at("/partial/mode").asText()).isEqualTo("vector");
    assertThat(half.body().at("/partial/reason").asText()).contains("no full-text index yet");
    served.table().indexText();
    Http.Answer words = http.search("{\"query\": \"fox\", \"mode\": \"text\"}");
    Http.Answer hybrid = http.search("{\"query\": \"fox\", \"mode\": \"hybrid\"}");

    assertThat(words.body().at("/hits")).hasSize(1);
    assertThat(words.body().at("/hits/0/distance").isNull()).isTrue();
    assertThat(hybrid.body().at("/hits")).hasSize(2);
    assertThat(hybrid.body().at("/hits/0/key").asText()).isEqualTo("1");
    assertThat(hybrid.body().has("partial")).isFalse();
    for (String query : List.of("🎉🎉", "???", "👍", "...")) {
      Http.Answer near = http.search("{\"query\": \"%s\", \"mode\": \"hybrid\"}".formatted(query));
      assertThat(near.body().at("/hits")).hasSize(2);
      assertThat(near.body().at("/partial/mode").asText()).isEqualTo("vector");
    }
    Http.Answer weighted =
        http.search("{\"query\": \"fox\", \"mode\": \"hybrid\", \"weights\": {\"text\": 1}}");
    assertThat(weighted.body().at("/hits/0/score").floatValue()).isEqualTo(1f);
    assertThat(weighted.body().at("/hits/1/score").floatValue()).isZero();
  }

  @Test
  void wholeNumbersMayHaveAFractionAndVersionsMayBeText() {
    serve();
    served.put("big", 9_007_199_254_740_993L, "a", EARLY, "one");

    Http.Answer found = http.search("{\"query\": \"one\", \"k\": 2.0, \"perRecord\": 1e0}");
    assertThat(found.body().at("/hits/0/version").asLong()).isEqualTo(9_007_199_254_740_993L);
    String exact = found.body().at("/hits/0/versionText").asText();
    assertThat(exact).isEqualTo("9007199254740993");

    String after =
        "{\"query\": \"one\", \"timeoutMs\": 500, \"after\": {\"key\": \"big\", \"version\": %s}}";
    assertThat(http.search(after.formatted('"' + exact + '"')).status()).isEqualTo(200);
    assertThat(http.search(after.formatted(exact)).status()).isEqualTo(200);
    assertThat(http.search(after.formatted("\"9007199254740994\"")).status()).isEqualTo(503);
    assertThat(http.search(after.formatted("\"x\"")).body().at("/path").asText())
        .isEqualTo("/after/version");
  }

  @Test
  void filterTakesAsManyValuesAsAreAllowed() {
    String values =
        Stream.generate(() -> "'" + UUID.randomUUID() + "'")
            .limit(Filter.VALUES_MAX - 1)
            .collect(Collectors.joining(", "));

    Http.Answer answer =
        withOneRecord
            .http()
            .search("{\"query\": \"one\", \"filter\": \"tenant IN (%s, 'a')\"}".formatted(values));

    assertThat(answer.body().at("/hits")).hasSize(1);
  }

  @Test
  void lengthOfAVectorDoesNotMatter() {
    float[] vector = withOneRecord.vector("one");
    for (double factor : new double[] {1e-22, 1, 1e20}) {
      double[] scaled = new double[vector.length];
      Arrays.setAll(scaled, i -> vector[i] * factor);
      Http.Answer answer =
          withOneRecord.http().search("{\"vector\": %s}".formatted(Arrays.toString(scaled)));
      assertThat(answer.body().at("/hits/0/score").isNumber()).isTrue();
      assertThat(answer.body().at("/hits/0/score").asDouble()).isBetween(0.999, 1.001);
    }
    double[] tiny = new double[vector.length];
    Arrays.setAll(tiny, i -> vector[i] * 1e-38);
    assertThat(
            withOneRecord
                .http()
                .search("{\"vector\": %s}".formatted(Arrays.toString(tiny)))
                .status())
        .isEqualTo(400);
  }

  @Test
  void answerWaitsUntilTheTableIsFreshEnough() {
    serve();
    served.put("1", 1, "a", EARLY, "one");
    CompletableFuture<Http.Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> http.search("{\"query\": \"one\", \"minFreshness\": \"%s\"}".formatted(LATE)));

    served.put("2", 1, "a", LATE, "one one");

    assertThat(waiting.join().status()).isEqualTo(200);
    assertThat(waiting.join().body().at("/hits")).hasSize(2);
  }

  @Test
  void tableThatIsNotFreshEnoughInTimeIsAProblemWithItsFreshness() {
    Http.Answer answer =
        withOneRecord
            .http()
            .search(
                "{\"query\": \"one\", \"minFreshness\": \"%s\", \"timeoutMs\": 50}"
                    .formatted(LATE));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body().at("/code").asText()).isEqualTo("NOT_FRESH_ENOUGH");
    assertThat(answer.body().at("/asOf").asText()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(answer.response().headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void searchWaitsForARecordVersionAndForAFile() throws Exception {
    serve();
    Path file = Files.writeString(landing.resolve("mine.json"), "{}");
    String byKey = "{\"query\": \"one\", \"after\": {\"key\": \"1\", \"version\": 2}}";
    String byFile = "{\"query\": \"one\", \"after\": {\"file\": \"mine.json\"}}";
    served.put("1", 1, "a", EARLY, "old one");
    CompletableFuture<Http.Answer> first = CompletableFuture.supplyAsync(() -> http.search(byKey));
    CompletableFuture<Http.Answer> second =
        CompletableFuture.supplyAsync(() -> http.search(byFile));

    // The time of a file says nothing: it may be ahead of the clock of the server.
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(600)));
    served.discover("mine.json", 2);
    served.put("1", 2, "a", EARLY, "new one");

    assertThat(first.join().body().at("/hits/0/text").asText()).isEqualTo("new one");
    assertThat(second.join().body().at("/hits/0/text").asText()).isEqualTo("new one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "nonsense                                                | ~~",
        "[]                                                      | ~~",
        "{\"query\": \"a\"} {}                                   | ~~",
        "{\"query\": \"a\", \"query\": \"b\"}                    | ~~",
        "{}                                                      | /query",
        "{\"query\": \" \"}                                      | /query",
        "{\"query\": 5}                                          | /query",
        "{\"query\": \"a\", \"vector\": [1]}                     | /vector",
        "{\"vector\": [1, 2]}                                    | /vector",
        "{\"vector\": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,\"NaN\"]} | /vector/15",
        "{\"vector\": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,1e99]}    | /vector/15",
        "{\"vector\": [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}         | /vector",
        "{\"query\": \"a\", \"k\": -1}                           | /k",
        "{\"query\": \"a\", \"k\": 1001}                         | /k",
        "{\"query\": \"a\", \"k\": 1.5}                          | /k",
        "{\"query\": \"a\", \"limit\": 3}                        | /limit",
        "{\"query\": \"a\", \"filter\": \"nowhere = 'a'\"}       | /filter",
        "{\"query\": \"a\", \"filter\": \"1=1 OR tenant='a'\"}   | /filter",
        "{\"query\": \"a\", \"mode\": \"magic\"}                 | /mode",
        "{\"query\": \"a\", \"weights\": 1}                       | /weights",
        "{\"query\": \"a\", \"weights\": {\"title\": 1}}          | /weights/title",
        "{\"query\": \"a\", \"weights\": {\"text\": \"1\"}}       | /weights/text",
        "{\"query\": \"a\", \"weights\": {\"text\": 0}}           | /weights",
        "{\"query\": \"a\", \"k\": 1e99}                          | /k",
        "{\"query\": \"a\", \"perRecord\": 0}                    | /perRecord",
        "{\"query\": \"a\", \"fields\": [\"vector\"]}            | /fields",
        "{\"query\": \"a\", \"timeoutMs\": 0}                    | /timeoutMs",
        "{\"query\": \"a\", \"minFreshness\": \"yesterday\"}     | /minFreshness",
        "{\"query\": \"a\", \"minFreshness\": \"2999-01-01T00:00:00Z\"} | /minFreshness",
        "{\"query\": \"a\", \"after\": {}}                       | /after",
        "{\"query\": \"a\", \"after\": {\"key\": \"1\"}}         | /after/version",
        "{\"query\": \"a\", \"after\": {\"file\": \"../secret\"}} | /after/file",
      })
  void wrongRequestIsAProblemThatNamesTheField(String body, String path) {
    Http.Answer answer = withOneRecord.http().search(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.response().headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    assertThat(answer.body().at("/code").asText()).isEqualTo("INVALID_REQUEST");
    assertThat(answer.body().at("/path").asText()).isEqualTo(path);
    assertThat(answer.body().at("/detail").asText()).startsWith("Cannot ").endsWith(".");
  }

  @Test
  void openRequestIsAnsweredWhenTheServerCloses() {
    serve();
    served.put("1", 1, "a", EARLY, "one");
    CompletableFuture<Http.Answer> waiting =
        CompletableFuture.supplyAsync(
            () ->
                http.search(
                    "{\"query\": \"one\", \"minFreshness\": \"%s\", \"timeoutMs\": 1000}"
                        .formatted(LATE)));
    await().atMost(Duration.ofSeconds(10)).until(() -> served.looks() > 0);

    served.close();

    assertThat(waiting.join().status()).isEqualTo(503);
    assertThat(waiting.join().body().at("/code").asText()).isEqualTo("NOT_FRESH_ENOUGH");
  }

  @Test
  void bodiesMayBeCompressedBothWays() throws IOException {
    http = withOneRecord.http();
    byte[] body = "{\"query\": \"one\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(http.send(coded("gzip", gzip(body))).body().at("/hits")).hasSize(1);
    assertThat(http.send(coded("identity", body)).status()).isEqualTo(200);
    assertThat(http.send(coded("br", body)).body().at("/code").asText())
        .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    assertThat(http.send(coded("gzip", body)).status()).isEqualTo(400);
    assertThat(http.send(coded("gzip", Arrays.copyOf(gzip(body), 20))).status()).isEqualTo(400);
    assertThat(http.send(coded("gzip", gzip(new byte[100 << 20]))).body().at("/code").asText())
        .isEqualTo("BODY_TOO_LARGE");

    HttpRequest.Builder large = HttpRequest.newBuilder(http.server().resolve("/"));
    assertThat(http.send(large.header("Accept-Encoding", "br, gzip;q=0.5")).response().headers())
        .satisfies(
            headers -> {
              assertThat(headers.firstValue("Content-Encoding")).contains("gzip");
              assertThat(headers.firstValue("Vary")).contains("Accept-Encoding");
            });
    assertThat(
            http.send(large.setHeader("Accept-Encoding", "gzip;q=0"))
                .response()
                .headers()
                .firstValue("Content-Encoding"))
        .isEmpty();
    assertThat(http.get("/openapi.json").body().has("openapi")).isTrue();
  }

  private HttpRequest.Builder coded(String coding, byte[] body) {
    return HttpRequest.newBuilder(http.server().resolve("/v1/search"))
        .header("Content-Type", "application/json")
        .header("Content-Encoding", coding)
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  @Test
  void unknownPathsAndMethodsAreProblems() {
    http = withOneRecord.http();
    assertThat(http.get("/nowhere").body().at("/code").asText()).isEqualTo("NOT_FOUND");
    Http.Answer wrong = http.get("/v1/search");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.response().headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void bodyThatIsTooLargeIsRefusedWithAndWithoutItsLength() {
    http = withOneRecord.http();
    byte[] large = new byte[(1 << 20) + 1];
    HttpRequest.Builder request =
        HttpRequest.newBuilder(http.server().resolve("/v1/search"))
            .header("Content-Type", "application/json");

    Http.Answer announced = http.send(request.POST(BodyPublishers.ofByteArray(large)));
    Http.Answer streamed =
        http.send(request.POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large))));

    assertThat(announced.body().at("/code").asText()).isEqualTo("BODY_TOO_LARGE");
    assertThat(streamed.body().at("/code").asText()).isEqualTo("BODY_TOO_LARGE");
  }
}
