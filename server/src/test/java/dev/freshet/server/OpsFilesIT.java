package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.freshet.server.dashboard.Alert;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code ops} name metrics, alerts and verbs that exist. */
class OpsFilesIT {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path OPS = ROOT.resolve("ops");
  private static final Pattern METRIC = Pattern.compile("\\bfreshet_[a-z0-9_]+");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(freshet_[a-z0-9_]+)[{ ]");
  private static final Pattern VERB = Pattern.compile("\\bfreshet ([a-z]+)\\b");

  @TempDir Path landing;

  @Test
  void everyMetricOfRulesAndDashboardIsScraped() throws IOException {
    Set<String> samples = names(SAMPLE, scraped().body(), 1);
    Set<String> named = new TreeSet<>();
    rules().forEach(rule -> named.addAll(names(METRIC, rule.get("expr").asText(), 0)));
    expressions().forEach(expression -> named.addAll(names(METRIC, expression, 0)));
    assertThat(named).hasSizeGreaterThan(30);
    assertThat(samples).containsAll(named);
  }

  private HttpResponse<String> scraped() {
    try (ServedTable served = new ServedTable(landing)) {
      served.put("1", 1, "a", Instant.parse("2026-03-01T10:00:00Z"), "red fox");
      assertThat(served.http().search("{\"query\": \"fox\"}").status()).isEqualTo(200);

      HttpResponse<String> scraped = served.http().get("/metrics").response();

      assertThat(scraped.statusCode()).isEqualTo(200);
      assertThat(scraped.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      return scraped;
    }
  }

  @Test
  void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
    List<String> alerts = rules().map(rule -> rule.get("alert").asText()).toList();
    try (Stream<Path> runbooks = Files.list(OPS.resolve("runbooks"))) {
      assertThat(runbooks.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(alerts.stream().map(name -> name + ".md").toList());
    }
    assertThat(rules())
        .allSatisfy(
            rule -> {
              Path runbook = ROOT.resolve(rule.at("/annotations/runbook").asText());
              assertThat(runbook).hasFileName(rule.get("alert").asText() + ".md");
              assertThat(runbook)
                  .content()
                  .contains("**What it means.**", "**First look.**", "```sh\n", "**Fix.**");
            });
  }

  @Test
  void rulesAreTheAlertsOfTheDashboardAndServerDown() throws IOException {
    List<String> alerts =
        Stream.concat(Stream.of(Alert.values()).map(Alert::label), Stream.of("ServerDown"))
            .toList();

    assertThat(rules().map(rule -> rule.get("alert").asText()))
        .containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void runbooksNameVerbsAndPagesThatExist() throws IOException {
    String verbs = Files.readString(ROOT.resolve("docs/cli.md"));
    for (String alert : rules().map(rule -> rule.get("alert").asText()).toList()) {
      Path page = OPS.resolve("runbooks").resolve(alert + ".md");
      String text = Files.readString(page);
      assertThat(names(VERB, text, 1))
          .as(alert)
          .allSatisfy(verb -> assertThat(verbs).contains("\n## " + verb + "\n"));
      assertThat(names(Pattern.compile("\\]\\(([^)#]+)"), text, 1))
          .as(alert)
          .allSatisfy(link -> assertThat(page.resolveSibling(link).normalize()).exists());
    }
  }

  @Test
  void everyPanelSaysWhatItShows() throws IOException {
    assertThat(panels())
        .hasSizeGreaterThan(15)
        .filteredOn(panel -> !panel.get("type").asText().equals("row"))
        .allSatisfy(
            panel -> {
              assertThat(panel.get("title").asText()).isNotBlank();
              assertThat(panel.get("description").asText()).endsWith(".");
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            });
  }

  private static Stream<JsonNode> rules() throws IOException {
    JsonNode rules =
        new YAMLMapper()
            .readTree(OPS.resolve("prometheus/rules.yaml").toFile())
            .at("/groups/0/rules");
    return StreamSupport.stream(rules.spliterator(), false);
  }

  private static Stream<String> expressions() throws IOException {
    return panels()
        .flatMap(panel -> StreamSupport.stream(panel.path("targets").spliterator(), false))
        .map(target -> target.get("expr").asText());
  }

  private static Stream<JsonNode> panels() throws IOException {
    JsonNode panels =
        new ObjectMapper().readTree(OPS.resolve("grafana/freshet.json").toFile()).get("panels");
    return StreamSupport.stream(panels.spliterator(), false);
  }

  private static Set<String> names(Pattern pattern, String text, int group) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(group))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
