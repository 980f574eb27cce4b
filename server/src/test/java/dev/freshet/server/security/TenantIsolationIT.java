package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys with a row filter, over a real Lance table that three tenants share. */
class TenantIsolationIT {

  private static final int SEARCHES = Boolean.getBoolean("freshet.test.long") ? 250 : 60;

  /** Rows that an average search finds at least. */
  private static final int FOUND_MIN = 2;

  private static final String OWN = "amber";

  @TempDir private static Path home;
  private static TenantServer server;
  private static RawHttp http;
  private static String tenant;
  private static String everything;
  private static String undecided;

  @BeforeAll
  static void serve() throws Exception {
    server = new TenantServer(home);
    tenant = server.key("tenant", Optional.of("tenant = '" + OWN + "'"));
    everything = server.key("everything", Optional.empty());
    undecided = server.key("undecided", Optional.of("tenant > 5 OR tenant = 'b'"));
    server.start();
    http = new RawHttp(server.uri().getPort());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @Test
  void noSearchOfATenantFindsARowOfAnother() {
    SearchBodies bodies = new SearchBodies(7);
    int found = 0;
    int foreign = 0;
    for (int i = 0; i < SEARCHES; i++) {
      String body = bodies.valid().toString();

      RawHttp.Answer answer = http.send(RawHttp.search(body, tenant));

      assertNothingForeign(body, answer);
      found += answer.status() == 200 ? Json.read(bytes(answer.body())).get("hits").size() : 0;
      foreign += foreignHits(http.send(RawHttp.search(body, everything)));
    }
    assertThat(found).as("rows of the tenant").isGreaterThan(FOUND_MIN * SEARCHES);
    assertThat(foreign)
        .as("rows of others that a key without a filter finds")
        .isGreaterThan(FOUND_MIN * SEARCHES);
  }

  /** The key was made before a value of its column landed. */
  @Test
  void keyWhoseConditionDoesNotFitTheTypesOfTheTableSeesNothing() {
    RawHttp.Answer answer = http.send(RawHttp.search("{\"query\":\"shared\"}", undecided));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body())
        .contains("FORBIDDEN", "which rows it may see cannot be decided", "column tenant")
        .doesNotContain("secret");
  }

  @Test
  void rowFilterFindsTheSameRowsAsTheSameConditionInTheRequest() {
    SearchBodies bodies = new SearchBodies(11);
    int compared = 0;
    for (int i = 0; i < 60; i++) {
      ObjectNode body = bodies.valid();
      body.remove("after");
      if (body.get("mode").asText().equals("hybrid")) {
        // Equal scores of one ranking have any order, and hybrid scores depend on the ranks.
        body.put("mode", "text");
      }
      String filter = bodies.filter(2);
      body.put("filter", filter);
      RawHttp.Answer own = http.send(RawHttp.search(body.toString(), tenant));
      body.put("filter", "tenant = '%s' AND (%s)".formatted(OWN, filter));
      RawHttp.Answer both = http.send(RawHttp.search(body.toString(), everything));

      assertThat(own.status()).as(own.body()).isEqualTo(200);
      assertThat(scores(own)).as(body.toString()).isEqualTo(scores(both));
      compared += scores(own).size();
    }
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void answerDoesNotTellWhetherARecordOfAnotherTenantExists() {
    String there = "{\"query\":\"x\",\"after\":{\"key\":\"birch-1\",\"version\":1}}";
    String missing = "{\"query\":\"x\",\"after\":{\"key\":\"birch-999\",\"version\":1}}";

    RawHttp.Answer first = http.send(RawHttp.search(there, tenant));
    RawHttp.Answer second = http.send(RawHttp.search(missing, tenant));

    assertThat(first.status()).isEqualTo(400);
    assertThat(second.status()).isEqualTo(400);
    assertThat(first.body()).isEqualTo(second.body());
    assertThat(http.send(RawHttp.search(there, everything)).status()).isEqualTo(200);
  }

  @Test
  void searchesWithoutAKeyOrWithAWrongOneAreRefusedAndAudited() throws Exception {
    String body = "{\"query\":\"secretamber\"}";

    RawHttp.Answer none = http.send(RawHttp.search(body, ""));
    RawHttp.Answer wrong = http.send(RawHttp.search(body, "fk_tenant-000000_" + "A".repeat(43)));

    for (RawHttp.Answer answer : List.of(none, wrong)) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("www-authenticate")).startsWith("Bearer realm=");
      assertThat(Json.read(bytes(answer.body())).get("code").asText()).isEqualTo("UNAUTHORIZED");
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(audit())
                    .contains("\"caller\":\"unknown\"", "\"status\":401", "\"path\":\"/v1/search\"")
                    .doesNotContain("fk_", "secretamber", "AAAA"));
  }

  private static String audit() throws Exception {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(home.resolve("audit"))) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  static void assertNothingForeign(String body, RawHttp.Answer answer) {
    for (String other : List.of("birch", "cedar")) {
      // Only rows have this text; an error may repeat a word of the request.
      assertThat(answer.body()).as(body).doesNotContain("of secret" + other);
    }
    if (answer.body().startsWith("{\"hits\"")) {
      for (JsonNode hit : Json.read(bytes(answer.body())).get("hits")) {
        assertThat(hit.get("key").asText()).as(body).startsWith(OWN + "-");
      }
    }
  }

  private static int foreignHits(RawHttp.Answer answer) {
    if (answer.status() != 200) {
      return 0;
    }
    int foreign = 0;
    for (JsonNode hit : Json.read(bytes(answer.body())).get("hits")) {
      foreign += hit.get("key").asText().startsWith(OWN + "-") ? 0 : 1;
    }
    return foreign;
  }

  private static List<Double> scores(RawHttp.Answer answer) {
    List<Double> scores = new ArrayList<>();
    Json.read(bytes(answer.body()))
        .get("hits")
        .forEach(hit -> scores.add(hit.get("score").asDouble()));
    return scores;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
