package dev.freshet.server.dashboard;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The Chromium of this machine, without a window and without network access. Downloads nothing. */
final class Browser implements AutoCloseable {

  private static final Pattern REQUESTED =
      Pattern.compile("\"method\":\"Network.requestWillBeSent\".*?\"url\":\"([^\"]+)\"");

  private static final String AXE = axe();

  /** It warns at each start that it has no typed commands for this version; none are used. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts the browser; empty if the browser or its driver is not installed. */
  static Optional<Browser> start(Path profile) {
    Optional<File> chromium = onPath("chromium").or(() -> onPath("google-chrome"));
    Optional<File> chromedriver = onPath("chromedriver");
    if (chromium.isEmpty() || chromedriver.isEmpty()) {
      return Optional.empty();
    }
    SELENIUM.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--hide-scrollbars",
        "--lang=en-GB",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.get())
            .usingAnyFreePort()
            .withEnvironment(environment())
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
    return Optional.of(new Browser(driver));
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("TZ", "UTC");
    return environment;
  }

  private static Optional<File> onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> new File(directory, program))
        .filter(File::canExecute)
        .findFirst();
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens a page. */
  void open(URI page) {
    driver.get(page.toString());
  }

  /** Leaves the page and clears its storage and logs. */
  void leave() {
    run("sessionStorage.clear(); localStorage.clear();");
    driver.get("about:blank");
    logs(LogType.BROWSER);
    logs(LogType.PERFORMANCE);
  }

  void desktop() {
    screen(1440, 900, false, 1);
  }

  void phone() {
    screen(360, 780, true, 2);
  }

  private void screen(int width, int height, boolean mobile, int scale) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "mobile", mobile, "deviceScaleFactor", scale));
  }

  /** Sets the colour scheme that the page sees as the preference of the system. */
  void prefers(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  String text(String selector) {
    return find(selector).getText();
  }

  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  void hover(String selector) {
    new Actions(driver).moveToElement(find(selector)).perform();
  }

  /** Lets the page load its figures now, as it does when its tab becomes visible. */
  void refresh() {
    run("document.dispatchEvent(new Event('visibilitychange'))");
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  <T> T run(String script, Object... arguments) {
    @SuppressWarnings("unchecked")
    T result = (T) driver.executeScript(script, arguments);
    return result;
  }

  /** Violations of WCAG 2.2 A and AA that axe finds. */
  List<String> accessibilityFaults() {
    if (!this.<Boolean>run("return 'axe' in window")) {
      run(AXE);
    }
    @SuppressWarnings("unchecked")
    List<String> faults =
        (List<String>)
            driver.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
                axe.run({runOnly: tags}).then(
                  (found) => done(found.violations.flatMap((fault) => fault.nodes.map(
                    (node) => fault.id + ': ' + node.target + ' ' + node.failureSummary))),
                  (failure) => done([String(failure)]));
                """);
    return faults;
  }

  /** Errors and warnings on the console since the last call. */
  List<String> complaints() {
    return logs(LogType.BROWSER).stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Unexpected addresses that were requested since the last call. */
  List<String> requests(Predicate<String> unexpected) {
    List<String> found = new ArrayList<>();
    for (LogEntry entry : logs(LogType.PERFORMANCE)) {
      Matcher requested = REQUESTED.matcher(entry.getMessage());
      while (requested.find()) {
        if (unexpected.test(requested.group(1))) {
          found.add(requested.group(1));
        }
      }
    }
    return found;
  }

  private List<LogEntry> logs(String type) {
    return driver.manage().logs().get(type).getAll();
  }

  /** Saves an image of the whole page. */
  void screenshot(Path file) throws IOException {
    @SuppressWarnings("unchecked")
    Map<String, Object> size =
        (Map<String, Object>)
            driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
    Map<String, Object> clip = new HashMap<>(size);
    clip.put("scale", 1);
    Map<String, Object> taken =
        driver.executeCdpCommand(
            "Page.captureScreenshot",
            Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode((String) taken.get("data")));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
