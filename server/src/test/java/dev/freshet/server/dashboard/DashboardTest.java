package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.filter.Filter;
import dev.freshet.server.http.Authenticator;
import dev.freshet.server.http.Caller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The figures over HTTP. */
class DashboardTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakePipeline pipeline = FakePipeline.running(FakePipeline.START);
  private ShownDashboard shown = ShownDashboard.of(pipeline, Authenticator.none());

  @AfterEach
  void close() {
    shown.close();
  }

  @Test
  void statusHasTheFieldsOfTheCommand() {
    JsonNode status = json("/v1/status");

    assertThat(status.fieldNames())
        .toIterable()
        .containsExactly(
            "name",
            "state",
            "pid",
            "records",
            "chunks",
            "quarantined",
            "freshness",
            "backlog",
            "admission",
            "lastBatch",
            "stale",
            "table",
            "maintenance",
            "totals",
            "timings");
    assertThat(status.at("/freshness/p95Ms").asDouble()).isEqualTo(1_240);
    assertThat(status.at("/freshness/asOf").asText()).isEqualTo("2026-03-01T08:59:59.620Z");
    assertThat(status.at("/table/version").asLong()).isEqualTo(1_204);
    assertThat(status.at("/maintenance/lastRuns")).hasSize(3);
  }

  @Test
  void overviewHasItsFieldsInOrder() {
    JsonNode overview = json("/v1/dashboard/overview");

    assertThat(overview.fieldNames())
        .toIterable()
        .containsExactly(
            "at", "sloMs", "status", "windows", "catchUp", "queries", "canary", "alerts");
    assertThat(overview.at("/sloMs").asDouble()).isEqualTo(2_000);
    assertThat(overview.at("/windows"))
        .extracting(window -> window.at("/landed/window").asText())
        .containsExactly("1m", "5m", "15m", "1h");
    assertThat(overview.at("/windows/1/budget/bars/1/totalMs").asDouble()).isEqualTo(1_240);
    assertThat(overview.at("/windows/1/budget/bars/1/parts")).hasSize(7);
  }

  @Test
  void historyStartsAfterAGivenTime() {
    json("/v1/dashboard/overview");
    JsonNode all = json("/v1/dashboard/history");
    String newest = all.at("/at").get(all.at("/at").size() - 1).asText();

    JsonNode later = json("/v1/dashboard/history?after=" + newest);

    assertThat(all.at("/at")).isNotEmpty();
    assertThat(all.at("/series/freshnessP95Ms").get(0).asDouble()).isEqualTo(1_240);
    assertThat(later.at("/at").size()).isLessThan(all.at("/at").size());
    assertThat(get("/v1/dashboard/history?after=yesterday").statusCode()).isEqualTo(400);
  }

  @Test
  void quarantinedLineIsShortenedAndReadOnlyWhenItIsAskedFor() {
    pipeline.quarantine(shown.line(9, 2, "r".repeat(9_000)), "p".repeat(20_000));

    JsonNode lines = json("/v1/dashboard/quarantine");

    assertThat(lines).hasSize(1);
    assertThat(lines.toString()).doesNotContain("ppp");
    assertThat(lines.at("/0/reason").asText()).hasSize(501).endsWith("…");
    assertThat(json("/v1/dashboard/quarantine/line?sequence=9&line=2").at("/payload").asText())
        .hasSize(10_001);
    assertThat(get("/v1/dashboard/quarantine/line?sequence=9&line=3").statusCode()).isEqualTo(404);
    assertThat(get("/v1/dashboard/quarantine/line?sequence=x&line=3").statusCode()).isEqualTo(400);
  }

  @Test
  void callerWithARowFilterSeesNoFigures() {
    shown.close();
    Caller tenant = new Caller("tenant-a", Optional.of(Filter.parse("tenant = 'a'")));
    shown = ShownDashboard.of(pipeline, headers -> tenant);

    for (String path :
        new String[] {
          "/v1/status",
          "/v1/dashboard/overview",
          "/v1/dashboard/history",
          "/v1/dashboard/batches",
          "/v1/dashboard/quarantine",
          "/v1/dashboard/quarantine/line"
        }) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void browserKeepsAPageUntilItChanges() {
    HttpResponse<String> page = get("/");
    String tag = page.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again =
        send(HttpRequest.newBuilder(uri("/")).header("If-None-Match", tag));

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'self'");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void unreadableReportIsAnsweredWithTheLastFigures() {
    JsonNode before = json("/v1/dashboard/overview");
    pipeline.breakReports();

    assertThat(json("/v1/dashboard/overview").at("/at")).isEqualTo(before.at("/at"));
  }

  private JsonNode json(String path) {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private URI uri(String path) {
    return shown.page().resolve(path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
