package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.GeneratedDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks of the page that need no browser. */
class DashboardPageTest {

  private static final Path FILES = Path.of("src/main/resources/dev/freshet/server/dashboard");

  private static final Pattern TERM =
      Pattern.compile("<button type=\"button\" class=\"term\" data-explain=\"([^\"]+)\">([^<]+)<");

  private static final String INTRODUCTION =
      """
      # Dashboard

      %s
      `./freshet serve` and `./freshet demo` show it at `/`, such as http://127.0.0.1:8080/. All its addresses are
      relative, so a proxy may show it below a path that ends with a slash, such as `/freshet/`. The browser draws it
      from figures that the server samples every two seconds and keeps for an hour; nothing is loaded from
      other servers ([ADR 0035](adr/0035-dashboard-without-build-step.md)).

      ![The dashboard, with the figures of a test](images/dashboard.png)

      If the server needs a key, the page asks for one and keeps it in the tab. A key with a row filter may
      search and sees no figures. Each number is explained on hover, on focus and on tap; the arrow keys read
      the charts. The figures as JSON are at `/v1/status`, which is the answer of
      [`status`](cli.md#status).

      ## What the numbers mean
      %s
      ## Alerts

      They are shown at the top while they fire. The rules for Prometheus in `ops/` are the same list.

      | alert | severity | fires when | what to do |
      |---|---|---|---|
      %s""";

  /** An explanation of a number. */
  record Explanation(String id, String section, String title, String text) {}

  @Test
  void docsHaveTheTextsOfTheTooltips() throws IOException {
    Map<String, StringBuilder> sections = new LinkedHashMap<>();
    for (Explanation explanation : explanations()) {
      sections
          .computeIfAbsent(explanation.section(), name -> new StringBuilder())
          .append("| %s | %s |\n".formatted(explanation.title(), explanation.text()));
    }
    String numbers =
        sections.entrySet().stream()
            .map(
                section ->
                    "\n**%s**\n\n| number | meaning |\n|---|---|\n%s"
                        .formatted(section.getKey(), section.getValue()))
            .collect(Collectors.joining());
    String alerts =
        Arrays.stream(Alert.values())
            .map(
                alert ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            alert.label(),
                            alert.severity().name().toLowerCase(Locale.ROOT),
                            alert.condition(),
                            alert.whatToDo()))
            .collect(Collectors.joining());

    GeneratedDoc.check(
        "dashboard.md", INTRODUCTION.formatted(GeneratedDoc.HEADER, numbers, alerts));
  }

  @Test
  void everyTermOfThePageIsExplained() throws IOException {
    Map<String, String> terms = new TreeMap<>();
    for (MatchResult term : TERM.matcher(read("index.html")).results().toList()) {
      terms.put(term.group(1), term.group(2));
    }

    assertThat(terms)
        .containsExactlyInAnyOrderEntriesOf(
            explanations().stream().collect(Collectors.toMap(Explanation::id, Explanation::title)));
  }

  @Test
  void everyFileIsServed() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      assertThat(Assets.endpoints().keySet())
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .map(name -> name.equals("index.html") ? "/" : "/dashboard/" + name)
                  .toList());
    }
  }

  @Test
  void dataBecomesTextAndNothingIsLoadedFromOtherServers() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      for (Path file : files.toList()) {
        String source = Files.readString(file);
        assertThat(source)
            .as(file.toString())
            .doesNotContain(
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
            .doesNotContain(" style=\"", " onclick=", "@import", "https://");
        assertThat(source.replace("http://www.w3.org/2000/svg", ""))
            .as(file.toString())
            .doesNotContain("http://");
      }
    }
  }

  /** So it also loads where a proxy shows it below another path. */
  @Test
  void everyAddressIsRelative() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern("(?:src|href)=\"/")
            .doesNotContainPattern("(?:read|ask|fetch)\\(['`\"]/")
            .doesNotContainPattern("from '/");
      }
    }
  }

  private static List<Explanation> explanations() throws IOException {
    return new ObjectMapper()
        .readValue(read("explanations.json"), new TypeReference<List<Explanation>>() {});
  }

  private static String read(String file) throws IOException {
    return Files.readString(FILES.resolve(file));
  }
}
