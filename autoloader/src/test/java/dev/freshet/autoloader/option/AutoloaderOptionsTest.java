package dev.freshet.autoloader.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoloaderOptionsTest {
  private static final Path DOCUMENTATION = Path.of("../docs/autoloader-options.md");

  @Test
  void defaultsAreTheDocumentedOnes() {
    assertThat(AutoloaderOptions.parse(Map.of("path", "/landing", "cloudFiles.format", "json")))
        .isEqualTo(
            new AutoloaderOptions(
                "/landing",
                CloudFilesFormat.JSON,
                new AutoloaderOptions.FileSelection(Optional.empty(), true, false),
                new AutoloaderOptions.Limits(1000, OptionalLong.empty(), Optional.empty()),
                new AutoloaderOptions.Discovering(Duration.ofSeconds(1), true),
                new AutoloaderOptions.Position(true, Optional.empty(), 0),
                Map.of()));
  }

  @Test
  void everyOptionIsReadWhateverItsCase() {
    Map<String, String> given =
        Map.ofEntries(
            Map.entry("PATH", "/in"),
            Map.entry("cloudfiles.format", "Envelope"),
            Map.entry("cloudFiles.maxFilesPerTrigger", "7"),
            Map.entry("cloudFiles.maxBytesPerTrigger", "64m"),
            Map.entry("cloudFiles.includeExistingFiles", "false"),
            Map.entry("cloudFiles.validateOptions", "FALSE"),
            Map.entry("autoloader.unknown", "ignored"),
            Map.entry("pathGlobFilter", "*.json"),
            Map.entry("recursiveFileLookup", "false"),
            Map.entry("autoloader.fileLog", "/log"),
            Map.entry("autoloader.startAfterSequence", "42"),
            Map.entry("autoloader.listInterval", "500ms"),
            Map.entry("autoloader.watch", "False"),
            Map.entry("autoloader.followLinks", "True"),
            Map.entry("autoloader.admission", "articles"),
            Map.entry("wholetext", "true"));

    assertThat(AutoloaderOptions.parse(given))
        .isEqualTo(
            new AutoloaderOptions(
                "/in",
                CloudFilesFormat.ENVELOPE,
                new AutoloaderOptions.FileSelection(Optional.of("*.json"), false, true),
                new AutoloaderOptions.Limits(
                    7, OptionalLong.of(64L << 20), Optional.of("articles")),
                new AutoloaderOptions.Discovering(Duration.ofMillis(500), false),
                new AutoloaderOptions.Position(false, Optional.of("/log"), 42),
                Map.of("wholetext", "true")));
    assertThat(given).hasSize(AutoloaderOptions.DESCRIPTORS.size() + 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cloudFiles.format             | parquet | Cannot use option cloudFiles.format: there is no format 'parquet'. Use [json, text, envelope].
          cloudFiles.maxFilesPerTrigger | 0       | Cannot use option cloudFiles.maxFilesPerTrigger: '0' is out of range. Write one of at least 1.
          cloudFiles.maxFilesPerTrigger | many    | Cannot use option cloudFiles.maxFilesPerTrigger: 'many' is not a whole number. Write one of at least 1.
          cloudFiles.maxBytesPerTrigger | 10 apples | Cannot use option cloudFiles.maxBytesPerTrigger: '10 apples' is not a size above 0. Write one like 64m or 10g.
          cloudFiles.maxBytesPerTrigger | 999999999999t | Cannot use option cloudFiles.maxBytesPerTrigger: '999999999999t' is too large. Write one like 64m or 10g.
          cloudFiles.includeExistingFiles | yes   | Cannot use option cloudFiles.includeExistingFiles: 'yes' is neither true nor false. Write true or false.
          cloudFiles.validateOptions    | 1       | Cannot use option cloudFiles.validateOptions: '1' is neither true nor false. Write true or false.
          recursiveFileLookup           | on      | Cannot use option recursiveFileLookup: 'on' is neither true nor false. Write true or false.
          autoloader.startAfterSequence | -1      | Cannot use option autoloader.startAfterSequence: '-1' is out of range. Write one of at least 0.
          autoloader.listInterval       | soon    | Cannot use option autoloader.listInterval: 'soon' is not a duration above 0. Write one like 500ms, 1s or 5m.
          autoloader.watch              | never   | Cannot use option autoloader.watch: 'never' is neither true nor false. Write true or false.
          pathGlobFilter                | '[a'    | Cannot use option pathGlobFilter: '[a' is not a glob. Write one like *.json.
          cloudFiles.maxFilePerTrigger  | 5       | Cannot use option cloudFiles.maxFilePerTrigger: there is no such option. Did you mean cloudFiles.maxFilesPerTrigger? Set cloudFiles.validateOptions=false to have unknown options ignored.
          autoloader.listIntervall      | 5s      | Cannot use option autoloader.listIntervall: there is no such option. Did you mean autoloader.listInterval? Set cloudFiles.validateOptions=false to have unknown options ignored.
          cloudFiles.schemaHints        | a INT   | Cannot use option cloudFiles.schemaHints: this version does not have it. Remove it, or set cloudFiles.validateOptions=false to have it ignored.
          """)
  void badValueIsNamedWithWhatToDo(String name, String value, String message) {
    Map<String, String> options = new HashMap<>(Map.of("path", "/in", "cloudFiles.format", "text"));
    options.put(name, value);

    assertThatThrownBy(() -> AutoloaderOptions.parse(options))
        .isInstanceOfSatisfying(
            InvalidOptionException.class,
            e ->
                assertThat("Cannot use option %s: %s".formatted(e.option(), e.problem()))
                    .isEqualTo(message))
        .hasMessage(message);
  }

  @Test
  void optionsOfTheEnvelopeAreCheckedWithTheOthers() {
    Map<String, String> options =
        Map.of("path", "/in", "cloudFiles.format", "envelope", "MaxFileBytes", "10m");

    assertThatThrownBy(() -> AutoloaderOptions.parse(options))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Cannot use option maxFileBytes: '10m' is not a number of bytes. Write one like"
                + " 268435456.");
  }

  @Test
  void requiredOptionsAreAskedFor() {
    assertThatThrownBy(() -> AutoloaderOptions.parse(Map.of("cloudFiles.format", "text")))
        .hasMessage(
            "Cannot start source autoloader: path is missing. Please give the landing path to"
                + " load(...).");
    assertThatThrownBy(() -> AutoloaderOptions.parse(Map.of("path", "/in")))
        .hasMessage(
            "Cannot start source autoloader: cloudFiles.format is missing. Please set it to [json,"
                + " text, envelope].");
  }

  @Test
  void unknownOptionsAreIgnoredOnRequestAndNotHandedToTheReader() {
    AutoloaderOptions options =
        AutoloaderOptions.parse(
            Map.of(
                "path", "/in",
                "cloudFiles.format", "json",
                "cloudFiles.validateOptions", "false",
                "cloudFiles.schemaHints", "a INT",
                "mode", "FAILFAST"));

    assertThat(options.readerOptions()).isEqualTo(Map.of("mode", "FAILFAST"));
  }

  @Test
  void documentationIsUpToDate() throws IOException {
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOCUMENTATION, AutoloaderOptions.markdown());
    }
    assertThat(DOCUMENTATION)
        .as("regenerate with -Ddocs.update=true on this test")
        .hasContent(AutoloaderOptions.markdown());
  }
}
