package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.filter.Filter;
import dev.freshet.home.report.Percentiles;
import dev.freshet.home.report.RunStatus;
import dev.freshet.server.http.Authenticator;
import dev.freshet.server.http.Caller;
import dev.freshet.server.problem.ProblemCode;
import dev.freshet.server.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The dashboard in a real browser. The long profile saves images in {@code target/screenshots}. */
class DashboardIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final Authenticator KEYS = DashboardIT::authenticate;

  @TempDir static Path profile;

  private static Optional<Browser> started = Optional.empty();

  /** Shared by the tests that only read an hour of history. */
  private static @Nullable ShownDashboard hour;

  private Browser browser;
  private ShownDashboard shown;

  @BeforeAll
  static void startBrowser() {
    started = Browser.start(profile);
  }

  @AfterAll
  static void stopBrowser() {
    started.ifPresent(Browser::close);
    if (hour != null) {
      hour.close();
    }
  }

  @BeforeEach
  void open() {
    assumeThat(started)
        .as("chromium or chromedriver is not on the path: install both, as .ci/run does")
        .isPresent();
    browser = started.orElseThrow();
    browser.desktop();
    browser.prefers("light");
  }

  @AfterEach
  void end() {
    if (shown != null) {
      browser.leave();
      if (shown != hour) {
        shown.close();
      }
    }
  }

  private static ShownDashboard hour() {
    if (hour == null) {
      hour = ShownDashboard.afterAnHour();
    }
    return hour;
  }

  @Test
  void everyFigureIsShownOnDesktopAndPhoneInBothThemes() throws IOException {
    // Given
    shown = hour();
    shown.find(
        ShownDashboard.hit(
            "article-204",
            "The tail is what no index covers yet. It is scanned by every search, so nothing is missed while maintenance catches up.",
            Map.of("author", "jon", "tenant", "a")),
        ShownDashboard.hit(
            "article-1377",
            "A change is queryable once the commit that holds it is the newest version of the table. Readers see it within a tenth of a second, without being opened again.",
            Map.of("author", "mira", "tenant", "a")));

    // When
    browser.open(shown.page());
    awaitText("#batches tbody", "committed");
    awaitText("#quarantine tbody", "part-1377.json:3");
    awaitText("#quarantined", "2");
    search("how soon is a change found");
    awaitText("#answer", "2 hits");

    // Then
    assertThat(browser.text("#freshness")).matches("\\d+ ms|\\d\\.\\d\\d s");
    assertThat(browser.text("#freshness-verdict")).contains("95 of 100").contains("is met");
    assertThat(browser.text("#slo")).isEqualTo("2 s");
    assertThat(browser.text("#state")).isEqualTo("running");
    assertThat(browser.text("#recall")).isEqualTo("0.987");
    assertThat(browser.text("#runs tbody")).contains("extend-index").contains("conflict");
    assertThat(browser.all("#freshness-chart path.line")).hasSize(3);
    assertThat(browser.all("#budget rect")).hasSize(14);
    assertThat(browser.all(".figures dd, .facts dd, .legend dd"))
        .extracting(WebElement::getText)
        .doesNotContain("–");
    for (String scheme : List.of("light", "dark")) {
      browser.prefers(scheme);
      browser.desktop();
      assertFits("desktop-" + scheme);
      assertThat(browser.accessibilityFaults()).as(scheme).isEmpty();
      browser.phone();
      assertFits("phone-" + scheme);
    }
    assertThat(browser.accessibilityFaults()).as("on a phone").isEmpty();
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests(url -> !url.startsWith(shown.page().toString()))).isEmpty();
  }

  private void assertFits(String screen) throws IOException {
    browser.run("document.activeElement.blur()");
    screenshot(screen);
    assertThat(browser.<Long>run("return document.scrollingElement.scrollWidth"))
        .as(screen)
        .isEqualTo(screen.startsWith("phone") ? 360 : 1440);
    assertThat(((Number) place(".top").get("height")).intValue())
        .as("the header has two rows at most")
        .isLessThan(100);
  }

  @Test
  void alertAppearsAndDisappearsWithItsCause() throws IOException {
    shown = running();
    browser.open(shown.page());
    awaitText("#state", "running");
    assertThat(browser.find("#alerts").isDisplayed()).isFalse();

    shown.pipeline.tell(
        FakePipeline.report(
            shown.clock.instant(), 900, 3_400, new RunStatus.Backlog(0, 0), 1_000_000));
    shown.pipeline.maintain(FakePipeline.maintenance(shown.clock.instant(), 0.71));

    awaitText("#alerts", "Freshness misses its objective");
    assertThat(browser.text("#alerts")).contains("p95 is 3.40 s, the objective 2.00 s.");
    assertThat(browser.text("#alerts")).contains("The index misses neighbours");
    assertThat(browser.<String>run("return document.getElementById('announcer').textContent"))
        .startsWith("Alert: ");
    browser.find(".alert summary").click();
    assertThat(browser.text("#alerts")).contains("ops/runbooks/FreshnessSloMissed.md");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.prefers("dark");
    assertThat(browser.accessibilityFaults()).isEmpty();
    browser.prefers("light");
    screenshot("alerts");

    shown.pipeline.tell(
        FakePipeline.report(
            shown.clock.instant(), 600, 1_200, new RunStatus.Backlog(0, 0), 1_000_000));
    shown.pipeline.maintain(FakePipeline.maintenance(shown.clock.instant(), 0.98));

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              refresh();
              return !browser.find("#alerts").isDisplayed();
            });
  }

  @Test
  void figuresFollowThePipelineAndKeepTheirPlace() {
    shown = running();
    browser.open(shown.page());
    awaitText("#freshness", "1.24 s");
    Map<String, Object> before = place("#freshness");

    shown.pipeline.tell(
        FakePipeline.report(
            shown.clock.instant(), 210, 480, new RunStatus.Backlog(12_345, 98_700_000), 1));

    awaitText("#freshness", "480 ms");
    awaitText("#backlog-files", "12.3 k");
    assertThat(place("#freshness")).containsEntry("top", before.get("top"));
    assertThat(place("#freshness")).containsEntry("height", before.get("height"));
    assertThat(place("#backlog-title")).isNotEmpty();
  }

  @Test
  void hostileTextsStayText() {
    // Given
    String script = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>";
    String mirrored = "\u202Eright to left \u05E9\u05DC\u05D5\u05DD \uD83D\uDC69\u200D\uD83D\uDE80";
    String endless = "9".repeat(10_000);
    shown = running();
    shown.find(
        ShownDashboard.hit(script, script, Map.of("tenant", script)),
        ShownDashboard.hit(mirrored, mirrored, Map.of("tenant", mirrored)),
        ShownDashboard.hit(endless, endless, Map.of("tenant", endless)));
    shown.pipeline.quarantine(shown.line(9, 1, endless), endless);
    shown.pipeline.quarantine(shown.line(10, 2, script), script);
    browser.phone();

    // When
    browser.open(shown.page());
    awaitText("#quarantine tbody", "<script>");
    search(script);
    awaitText("#answer", "3 hits");
    browser.all("#hits .more").get(0).click();
    browser.run("document.querySelector('#quarantine button').click()");
    awaitText("#line", "<script>");

    // Then
    assertThat(browser.<Object>run("return window.pwned ?? null")).isNull();
    assertThat(browser.all("#hits script, #hits img, #quarantine script, #line script")).isEmpty();
    assertThat(browser.text("#hits")).contains(script).contains("\u05E9\u05DC\u05D5\u05DD");
    assertThat(shown.asked()).contains("window.pwned");
    assertThat(browser.<Long>run("return document.scrollingElement.scrollWidth"))
        .isLessThanOrEqualTo(360);
    assertThat(browser.complaints()).isEmpty();
    browser.press(Keys.ESCAPE);
  }

  @Test
  void everyControlIsReachedByKeyboardAndExplained() {
    // Given
    shown = hour();
    browser.open(shown.page());
    awaitText("#quarantine tbody", "part-1377");
    KeyboardWalk walk = new KeyboardWalk(browser);

    // When
    walk.pressTabToTheEnd();

    // Then
    assertThat(walk.reached()).containsAll(walk.controls());
    assertThat(walk.unexplained()).isEmpty();
  }

  @Test
  void numberIsExplainedOnFocusAndOnHoverUntilEscape() {
    shown = running();
    browser.open(shown.page());
    awaitText("#state", "running");

    browser.run("document.querySelector('[data-explain=freshness]').focus()");
    assertThat(browser.text("[role=tooltip].open")).startsWith("95 of 100 files");
    WebElement term = browser.find("[data-explain=freshness]");
    assertThat(term.getDomAttribute("aria-describedby")).isEqualTo("tip-freshness");
    browser.press(Keys.ESCAPE);
    assertThat(browser.all("[role=tooltip].open")).isEmpty();

    browser.hover("[data-explain=recall]");
    assertThat(browser.text("[role=tooltip].open")).contains("ten nearest neighbours");
  }

  @Test
  void arrowKeysReadAChart() {
    shown = hour();
    browser.open(shown.page());
    await().atMost(PATIENCE).until(() -> !browser.all("#freshness-chart path.line").isEmpty());
    WebElement chart = browser.find("#freshness-chart .plot");

    browser.run("arguments[0].focus()", chart);
    browser.press(Keys.HOME);

    assertThat(browser.all("#freshness-chart .marker")).hasSize(1);
    assertThat(chart.getDomAttribute("aria-valuetext"))
        .matches("09:00:\\d\\d: p50 \\d+ ms, p95 \\d+ ms, p99 .*");
  }

  @Test
  void chosenThemeIsKeptAndReadable() {
    shown = running();
    browser.open(shown.page());
    awaitText("#state", "running");

    browser.find("#theme").click();
    browser.find("#theme").click();
    browser.open(shown.page());
    awaitText("#state", "running");

    assertThat(browser.text("#theme")).isEqualTo("Theme: dark");
    assertThat(browser.<String>run("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(14, 21, 19)");
    assertThat(browser.accessibilityFaults()).isEmpty();
  }

  @Test
  void answerOfASearchShowsItsFreshness() {
    shown = running();
    browser.open(shown.page());
    awaitText("#state", "running");
    shown.find(ShownDashboard.hit("1", "the red fox", Map.of("tenant", "a")));

    browser.find("#filter").sendKeys("tenant = 'a'");
    search("fox");

    awaitText("#answer", "1 hit in 9.0 ms");
    assertThat(browser.text("#answer"))
        // 412 ms before the moment of the search, which may be before the clock's first second.
        .containsPattern("everything that landed until (08:59:59|09:00:\\d\\d) ")
        .contains("(412 ms ago)")
        .contains("table version 3,004");
    assertThat(browser.text("#hits")).contains("the red fox").contains("version 7");
    assertThat(shown.asked())
        .contains(
            "\"mode\":\"vector\"", "\"k\":10", "\"filter\":\"tenant = 'a'\"", "\"perRecord\":1");
  }

  @Test
  void searchIsRepeatedWhenTheTableChanges() {
    shown = running();
    browser.open(shown.page());
    awaitText("#state", "running");
    shown.find(ShownDashboard.hit("1", "the red fox", Map.of()));
    search("fox");
    awaitText("#answer", "1 hit");

    browser.find("#keep-live").click();
    shown.find(
        ShownDashboard.hit("1", "the red fox", Map.of()),
        ShownDashboard.hit("2", "a second fox", Map.of()));
    shown.pipeline.hold(FakePipeline.table(shown.clock.instant(), 3_005));

    awaitText("#hits", "a second fox");
    assertThat(browser.all("#hits .tag")).hasSize(1);
  }

  @Test
  void pipelineThatNeverRanIsNotAnError() throws IOException {
    shown = ShownDashboard.of(new FakePipeline(), Authenticator.none());
    browser.open(shown.page());

    awaitText("#notice", "This pipeline never ran");
    assertThat(browser.text("#state")).isEqualTo("never ran");
    assertThat(browser.text("#freshness")).isEqualTo("–");
    assertThat(browser.find("#alerts").isDisplayed()).isFalse();
    assertThat(browser.accessibilityFaults()).isEmpty();
    assertThat(browser.complaints()).isEmpty();
    screenshot("never-ran");
  }

  @Test
  void figuresStayAndAreMarkedOldWhenTheServerIsGone() {
    shown = running();
    browser.open(shown.page());
    awaitText("#freshness", "1.24 s");

    shown.stopServing();

    awaitText("#notice", "The server does not answer");
    assertThat(browser.text("#updated")).startsWith("figures of ");
    assertThat(browser.text("#freshness")).isEqualTo("1.24 s");
    assertThat(browser.accessibilityFaults()).isEmpty();
  }

  @Test
  void pageAsksForAKeyAndKeepsItInTheTabOnly() {
    shown = ShownDashboard.of(FakePipeline.running(FakePipeline.START), KEYS);
    browser.open(shown.page());
    await().atMost(PATIENCE).until(() -> browser.find("#key-dialog").isDisplayed());
    assertThat(browser.accessibilityFaults()).isEmpty();

    browser.press("wrong", Keys.ENTER);
    awaitText("#key-text", "not accepted");
    browser.press("all", Keys.ENTER);

    awaitText("#state", "running");
    assertThat(browser.<String>run("return sessionStorage.getItem('freshet.key')"))
        .isEqualTo("all");
    assertThat(browser.<Object>run("return localStorage.getItem('freshet.key')")).isNull();
    browser.find("#forget-key").click();
    await().atMost(PATIENCE).until(() -> browser.find("#key-dialog").isDisplayed());
  }

  @Test
  void keyWithARowFilterMaySearchAndSeesNoFigures() {
    shown = ShownDashboard.of(FakePipeline.running(FakePipeline.START), KEYS);
    shown.find(ShownDashboard.hit("1", "the red fox", Map.of()));
    browser.open(shown.page());
    await().atMost(PATIENCE).until(() -> browser.find("#key-dialog").isDisplayed());

    browser.press("some", Keys.ENTER);

    awaitText("#notice", "This key sees some rows only");
    assertThat(browser.text("#freshness")).isEqualTo("–");
    search("fox");
    awaitText("#hits", "the red fox");
  }

  @Test
  void missingTableIsExplained() {
    FakePipeline pipeline = FakePipeline.running(FakePipeline.START);
    pipeline.tell(FakePipeline.waiting(FakePipeline.START));
    pipeline.hold(null);
    pipeline.serve(new QueryFigures(0, 0, 0, new Percentiles(0, 0, 0, 0)));
    shown = ShownDashboard.of(pipeline, Authenticator.none());

    browser.open(shown.page());

    awaitText("#notice", "There is no vector table yet");
    assertThat(browser.text("#freshness-verdict")).startsWith("Nothing became queryable");
    assertThat(browser.text("#budget")).startsWith("Nothing became queryable");
    awaitText("#batches tbody", "No batch was committed yet.");
    awaitText("#quarantine tbody", "Nothing is in quarantine.");
  }

  private static Caller authenticate(Map<String, String> headers) {
    return switch (headers.getOrDefault("authorization", "")) {
      case "Bearer all" -> new Caller("all", Optional.empty());
      case "Bearer some" -> new Caller("some", Optional.of(Filter.parse("tenant = 'a'")));
      default ->
          throw new ProblemException(ProblemCode.UNAUTHORIZED, "Cannot answer without a key.");
    };
  }

  private static ShownDashboard running() {
    return ShownDashboard.of(FakePipeline.running(FakePipeline.START), Authenticator.none());
  }

  private void search(String text) {
    WebElement query = browser.find("#query");
    query.clear();
    query.sendKeys(text);
    browser.run("document.getElementById('search-form').requestSubmit()");
  }

  private Map<String, Object> place(String selector) {
    return browser.run(
        "const r = document.querySelector(arguments[0]).getBoundingClientRect(); return {top: r.top, height: r.height};",
        selector);
  }

  /** Brings new figures to the page now, which otherwise takes two periods of two seconds. */
  private void refresh() {
    shown.sample();
    browser.refresh();
  }

  private void screenshot(String name) throws IOException {
    if (LONG) {
      browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
    }
  }

  private void awaitText(String selector, String text) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              if (!browser.text(selector).contains(text)) {
                refresh();
              }
              assertThat(browser.text(selector)).contains(text);
            });
  }
}
