package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.server.http.Json;
import dev.freshet.server.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends wrong requests and checks the answers and the resources of the server. {@code
 * freshet.fuzz.count} sets how many, {@code freshet.fuzz.seed} which ones; the long profile sends
 * more.
 */
class FuzzIT {

  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final int COUNT = Integer.getInteger("freshet.fuzz.count", LONG ? 2_000 : 600);
  private static final long SEED = Long.getLong("freshet.fuzz.seed", 20_261_121L);
  private static final int CLIENTS = 4;
  private static final int WARM_UP = LONG ? 400 : 200;

  @TempDir private static Path home;
  private static TenantServer server;
  private static RawHttp http;

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  private static String tenant;

  @BeforeAll
  static void serve() throws Exception {
    server = new TenantServer(home);
    tenant = server.key("tenant", Optional.of("tenant = 'amber'"));
    server.start();
    http = new RawHttp(server.uri().getPort());
  }

  @AfterAll
  static void end() {
    server.close();
  }

  @Test
  void everyRequestIsAnsweredAndResourcesAreReleased() throws Exception {
    String search = "{\"query\":\"secretamber word1\",\"k\":20}";
    String before = hits(http.send(RawHttp.search(search, tenant)));
    send(SEED - 1, WARM_UP);
    ProcessFigures figures = ProcessFigures.now();

    Map<Integer, Integer> statuses = send(SEED, COUNT);

    assertThat(wrong).as("wrong answers").isEmpty();

    assertThat(statuses.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(COUNT);
    assertThat(statuses.getOrDefault(200, 0)).as("%s", statuses).isGreaterThan(COUNT / 20);
    assertThat(statuses.getOrDefault(400, 0)).as("%s", statuses).isGreaterThan(COUNT / 4);
    assertThat(hits(http.send(RawHttp.search(search, tenant)))).isEqualTo(before);
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> ProcessFigures.now().assertNotAbove(figures));
  }

  /** Sends requests and counts the answers by status. */
  private Map<Integer, Integer> send(long seed, int count) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Map<Integer, Integer>>> results = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        RequestMutations requests = new RequestMutations(seed + 1_000L * client, tenant);
        results.add(clients.submit(() -> send(requests, count / CLIENTS)));
      }
      Map<Integer, Integer> all = new TreeMap<>();
      for (Future<Map<Integer, Integer>> each : results) {
        each.get().forEach((status, times) -> all.merge(status, times, Integer::sum));
      }
      return all;
    } finally {
      clients.shutdownNow();
    }
  }

  private Map<Integer, Integer> send(RequestMutations requests, int count) {
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] request = requests.next();
      RawHttp.Answer answer = http.send(request);
      try {
        assertFits(request, answer);
      } catch (AssertionError e) {
        wrong.add(e.getMessage());
      }
      statuses.merge(answer.status(), 1, Integer::sum);
    }
    return statuses;
  }

  private static void assertFits(byte[] request, RawHttp.Answer answer) {
    String sent = new String(request, 0, Math.min(2_000, request.length), StandardCharsets.UTF_8);
    int status = answer.status();
    // There is no answer to bytes that end before they are a request.
    assertThat(status == 0 || status / 100 == 2 || status / 100 == 4 || status == 503)
        .as("%d %s for %s", status, answer.body(), sent)
        .isTrue();
    assertThat(answer.body())
        .as(sent)
        .doesNotContain("Exception", "\tat ", "org.eclipse", "dev.freshet", "java.");
    assertThat(answer.header("server")).isEmpty();
    TenantIsolationIT.assertNothingForeign(sent, answer);
    if (status >= 400 && !answer.body().isEmpty()) {
      assertThat(answer.body()).as("%s for %s", answer.head(), sent).startsWith("{");
      JsonNode problem = Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
      assertThat(answer.header("content-type")).as(sent).isEqualTo("application/problem+json");
      assertThat(problem.get("status").asInt()).isEqualTo(status);
      assertThat(ProblemCode.valueOf(problem.get("code").asText()).status()).isEqualTo(status);
      assertThat(answer.header("x-content-type-options")).as(sent).isEqualTo("nosniff");
    }
  }

  private static String hits(RawHttp.Answer answer) {
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8)).get("hits").toString();
  }
}
