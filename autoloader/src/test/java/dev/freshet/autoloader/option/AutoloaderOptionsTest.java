package dev.freshet.autoloader.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.catalogue.OptionCatalogue;
import dev.freshet.autoloader.catalogue.OptionsPage;
import dev.freshet.autoloader.filelog.FileHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoloaderOptionsTest {
  private static final Path DOCUMENTATION = Path.of("../docs/autoloader-options.md");

  @Test
  void defaultsAreThoseOfTheCatalogue() {
    assertThat(AutoloaderOptions.parse(Map.of("path", "/landing", "cloudFiles.format", "json")))
        .isEqualTo(
            new AutoloaderOptions(
                new AutoloaderOptions.Place("/landing", Map.of(), Optional.empty()),
                new AutoloaderOptions.Reading(
                    CloudFilesFormat.JSON,
                    false,
                    new SchemaOptions(
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Optional.empty()),
                    ZoneId.systemDefault().getId(),
                    Map.of()),
                new FileSelection(
                    Optional.empty(), true, false, false, FileRules.ALL, CleanSource.OFF),
                new AutoloaderOptions.Limits(1000, OptionalLong.empty(), Optional.empty()),
                new AutoloaderOptions.Discovering(Duration.ofSeconds(1), Optional.empty(), true),
                new AutoloaderOptions.Position(true, Optional.empty(), 0),
                List.of()));
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
            Map.entry("fileNamePattern", "*.json"),
            Map.entry("recursiveFileLookup", "false"),
            Map.entry("modifiedAfter", "2026-06-01"),
            Map.entry("modifiedBefore", "2026-06-01T13:00:00+02:00"),
            Map.entry("timezone", "America/Los_Angeles"),
            Map.entry("cloudFiles.useStrictGlobber", "true"),
            Map.entry("cloudFiles.allowOverwrites", "false"),
            Map.entry("cloudFiles.maxFileAge", "90 days"),
            Map.entry("cloudFiles.backfillInterval", "1 Week"),
            Map.entry("cloudFiles.cleanSource", "move"),
            Map.entry("cloudFiles.cleanSource.retentionDuration", "0 seconds"),
            Map.entry("cloudFiles.cleanSource.moveDestination", "file:/data/archive/"),
            Map.entry("cloudFiles.useIncrementalListing", "AUTO"),
            Map.entry("cloudFiles.partitionColumns", "year, month"),
            Map.entry("cloudFiles.schemaLocation", "/schema"),
            Map.entry("cloudFiles.inferColumnTypes", "true"),
            Map.entry("cloudFiles.schemaHints", "a INT"),
            Map.entry("cloudFiles.schemaEvolutionMode", "Rescue"),
            Map.entry("rescuedDataColumn", "_rest"),
            Map.entry("readerCaseSensitive", "false"),
            Map.entry("autoloader.output", "Envelope"),
            Map.entry("autoloader.fileLog", "/log"),
            Map.entry("autoloader.startAfterSequence", "42"),
            Map.entry("autoloader.listInterval", "500ms"),
            Map.entry("autoloader.discovery", "Listing"),
            Map.entry("autoloader.followLinks", "True"),
            Map.entry("autoloader.admission", "articles"),
            Map.entry("wholetext", "true"));

    assertThat(AutoloaderOptions.parse(given))
        .isEqualTo(
            new AutoloaderOptions(
                new AutoloaderOptions.Place("/in", Map.of(), Optional.empty()),
                new AutoloaderOptions.Reading(
                    CloudFilesFormat.ENVELOPE,
                    true,
                    new SchemaOptions(
                        Optional.of("/schema"),
                        true,
                        Optional.of("a INT"),
                        Optional.of(EvolutionMode.RESCUE),
                        Optional.of("_rest"),
                        false,
                        Optional.of(List.of("year", "month"))),
                    "America/Los_Angeles",
                    Map.of("wholetext", "true", "timezone", "America/Los_Angeles")),
                new FileSelection(
                    Optional.of("*.json"),
                    false,
                    true,
                    true,
                    new FileRules(
                        Optional.of(Instant.parse("2026-06-01T07:00:00Z")),
                        Optional.of(Instant.parse("2026-06-01T11:00:00Z")),
                        Optional.of(Duration.ofDays(90)),
                        false),
                    new CleanSource(
                        Optional.of(FileHistory.ArchiveMode.MOVE),
                        Duration.ZERO,
                        Optional.of("/data/archive"),
                        false)),
                new AutoloaderOptions.Limits(
                    7, OptionalLong.of(64L << 20), Optional.of("articles")),
                new AutoloaderOptions.Discovering(
                    Duration.ofMillis(500),
                    Optional.of(Duration.ofDays(7)),
                    false,
                    AutoloaderOptions.Increments.WHILE_IN_ORDER),
                new AutoloaderOptions.Position(false, Optional.of("/log"), 42),
                List.of("autoloader.unknown")));
  }

  @Test
  void whatIsParsedIsWhatTheCatalogueSays() {
    TreeMap<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    given.putAll(Map.of("path", "/in", "cloudFiles.format", "text"));
    OptionReader reader = new OptionReader(given);
    AutoloaderOptions.parse(given, reader);

    assertThat(reader.asked()).containsExactlyInAnyOrderElementsOf(OptionCatalogue.parsedNames());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cloudFiles.format             | delta   | Cannot use option cloudFiles.format: there is no format 'delta'. Use [avro, binaryFile, csv, json, orc, parquet, text, xml, envelope].
          cloudFiles.maxFilesPerTrigger | 0       | Cannot use option cloudFiles.maxFilesPerTrigger: '0' is out of range. Write one of at least 1.
          cloudFiles.maxFilesPerTrigger | many    | Cannot use option cloudFiles.maxFilesPerTrigger: 'many' is not a whole number. Write one of at least 1.
          cloudFiles.maxBytesPerTrigger | 10 apples | Cannot use option cloudFiles.maxBytesPerTrigger: '10 apples' is not a size above 0. Write one like 64m or 10g.
          cloudFiles.maxBytesPerTrigger | 999999999999t | Cannot use option cloudFiles.maxBytesPerTrigger: '999999999999t' is too large. Write one like 64m or 10g.
          cloudFiles.includeExistingFiles | yes   | Cannot use option cloudFiles.includeExistingFiles: 'yes' is neither true nor false. Write true or false.
          cloudFiles.validateOptions    | 1       | Cannot use option cloudFiles.validateOptions: '1' is neither true nor false. Write true or false.
          recursiveFileLookup           | on      | Cannot use option recursiveFileLookup: 'on' is neither true nor false. Write true or false.
          autoloader.startAfterSequence | -1      | Cannot use option autoloader.startAfterSequence: '-1' is out of range. Write one of at least 0.
          autoloader.listInterval       | soon    | Cannot use option autoloader.listInterval: 'soon' is not a duration above 0. Write one like 500ms, 1s, 5m or 1 day.
          autoloader.discovery          | never   | Cannot use option autoloader.discovery: there is no 'never'. Write one of [auto, listing, events].
          pathGlobFilter                | '[a'    | Cannot use option pathGlobFilter: '[a' is not a glob. Write one like *.json.
          cloudFiles.maxFilePerTrigger  | 5       | Cannot use option cloudFiles.maxFilePerTrigger: there is no such option. Did you mean cloudFiles.maxFilesPerTrigger? Set cloudFiles.validateOptions=false to have unknown options ignored.
          autoloader.listIntervall      | 5s      | Cannot use option autoloader.listIntervall: there is no such option. Did you mean autoloader.listInterval? Set cloudFiles.validateOptions=false to have unknown options ignored.
          cloudFiles.schemaEvolutionMode | maybe  | Cannot use option cloudFiles.schemaEvolutionMode: there is no mode 'maybe'. Write one of [addNewColumns, addNewColumnsWithTypeWidening, rescue, failOnNewColumns, none].
          fileNamePattern               | '[a'    | Cannot use option fileNamePattern: '[a' is not a glob. Write one like *.json.
          modifiedAfter                 | yesterday | Cannot use option modifiedAfter: 'yesterday' is not a time. Write one like 2026-06-01T13:00:00.
          cloudFiles.useIncrementalListing | maybe | Cannot use option cloudFiles.useIncrementalListing: there is no 'maybe'. Write one of [auto, true, false].
          cloudFiles.cleanSource        | MOVE    | Cannot use option cloudFiles.cleanSource.moveDestination: it is missing, and cloudFiles.cleanSource is MOVE. Give a directory outside the landing path, on the same storage.
          cloudFiles.cleanSource.moveDestination | /x | Cannot use option cloudFiles.cleanSource.moveDestination: no file is moved while cloudFiles.cleanSource is OFF. Remove it, or set cloudFiles.cleanSource to MOVE.
          cloudFiles.resourceTag.team   | x       | Cannot use option cloudFiles.resourceTag.team: it does not apply here. This source creates no resources in a cloud. Remove it, or set cloudFiles.validateOptions=false to have it ignored.
          badRecordsPath                | /bad    | Cannot use option badRecordsPath: this version does not have it. Use `columnNameOfCorruptRecord`, or the format `envelope`. Remove it, or set cloudFiles.validateOptions=false to have it ignored.
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
  void envelopeRefusesOptionsOfColumns() {
    Map<String, String> options =
        Map.of("path", "/in", "cloudFiles.format", "envelope", "RescuedDataColumn", "_rest");

    assertThatThrownBy(() -> AutoloaderOptions.parse(options))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Cannot use option rescuedDataColumn: the columns of the format envelope are fixed."
                + " Remove it, or set cloudFiles.validateOptions=false to have it ignored.");
  }

  @Test
  void requiredOptionsAreAskedFor() {
    assertThatThrownBy(() -> AutoloaderOptions.parse(Map.of("cloudFiles.format", "text")))
        .hasMessage(
            "Cannot start source autoloader: path is missing. Please give the landing path to"
                + " load(...).");
    assertThatThrownBy(() -> AutoloaderOptions.parse(Map.of("path", "/in")))
        .hasMessage(
            "Cannot start source autoloader: cloudFiles.format is missing. Please set it to [avro,"
                + " binaryFile, csv, json, orc, parquet, text, xml, envelope].");
  }

  @Test
  void optionsWithoutEffectAreIgnoredOnRequestAndNotHandedToTheReader() {
    AutoloaderOptions options =
        AutoloaderOptions.parse(
            Map.of(
                "path", "/in",
                "cloudFiles.format", "json",
                "cloudFiles.validateOptions", "false",
                "cloudFiles.resourceTag.team", "x",
                "badRecordsPath", "/bad",
                "mode", "FAILFAST"));

    assertThat(options.readerOptions()).isEqualTo(Map.of("mode", "FAILFAST"));
    assertThat(options.ignored())
        .containsExactlyInAnyOrder("cloudFiles.resourceTag.team", "badRecordsPath");
  }

  @Test
  void optionThatIsNotThereYetMayBeGivenItsDefault() {
    AutoloaderOptions options =
        AutoloaderOptions.parse(
            Map.of(
                "path", "/in",
                "cloudFiles.format", "json",
                "cloudFiles.cleanSource", "off",
                "cloudFiles.useNotifications", "false"));

    assertThat(options.ignored()).isEmpty();
    assertThat(options.readerOptions()).isEmpty();
  }

  @Test
  void catalogueNamesEveryFormatAndEveryOptionOfTheEnvelope() {
    String format = OptionCatalogue.get("cloudFiles.format").meaning();
    for (CloudFilesFormat each : CloudFilesFormat.values()) {
      assertThat(format).contains("`" + each + "`");
    }
    for (String name :
        List.of(
            EnvelopeOptions.WHOLE_TEXT,
            EnvelopeOptions.WHOLE_BYTES,
            EnvelopeOptions.JSON_LINES,
            EnvelopeOptions.ENCODING,
            EnvelopeOptions.MAX_FILE_BYTES)) {
      assertThat(OptionCatalogue.get(name).name()).isEqualTo(name);
    }
  }

  @Test
  void twoNamesOfOneOptionMustAgree() {
    assertThatThrownBy(
            () ->
                AutoloaderOptions.parse(
                    Map.of(
                        "path", "/in",
                        "cloudFiles.format", "text",
                        "pathGlobFilter", "*.a",
                        "fileNamePattern", "*.b")))
        .hasMessage(
            "Cannot use option fileNamePattern: '*.b' and pathGlobFilter '*.a' are two names of one"
                + " option. Give one of them.");
  }

  @Test
  void documentationIsUpToDate() throws IOException {
    if (Boolean.getBoolean("freshet.docs.write")) {
      Files.writeString(DOCUMENTATION, OptionsPage.markdown());
    }
    assertThat(DOCUMENTATION)
        .as("regenerate with -Dfreshet.docs.write=true on this test")
        .hasContent(OptionsPage.markdown());
  }

  @Test
  void filesAreDeletedAfterSevenDaysAtTheEarliestAndMovedAtOnceOnRequest() {
    assertThat(clean("DELETE", "7 days", null).retention()).isEqualTo(Duration.ofDays(7));
    assertThat(clean("DELETE", null, null).retention()).isEqualTo(Duration.ofDays(30));
    assertThat(clean("MOVE", "0 days", "/archive").retention()).isZero();
    assertThatThrownBy(() -> clean("DELETE", "6 days", null))
        .hasMessageContaining("deleted after 7 days at the earliest");
    assertThatThrownBy(() -> clean("MOVE", "0 days", "archive"))
        .hasMessageContaining("'archive' is relative");
  }

  @Test
  void fileThatMayNotHaveBeenReadIsNotCleaned() {
    assertThatThrownBy(
            () ->
                AutoloaderOptions.parse(
                    Map.of(
                        "path", "/in",
                        "cloudFiles.format", "parquet",
                        "ignoreCorruptFiles", "true",
                        "cloudFiles.cleanSource", "DELETE")))
        .hasMessageContaining("with ignoreCorruptFiles");
  }

  private static CleanSource clean(
      String mode, @Nullable String retention, @Nullable String destination) {
    Map<String, String> options = new HashMap<>();
    options.put("path", "/in");
    options.put("cloudFiles.format", "csv");
    options.put("cloudFiles.cleanSource", mode);
    if (retention != null) {
      options.put("cloudFiles.cleanSource.retentionDuration", retention);
    }
    if (destination != null) {
      options.put("cloudFiles.cleanSource.moveDestination", destination);
    }
    return AutoloaderOptions.parse(options).files().clean();
  }
}
