package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.LandingConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {

  @TempDir private Path temporary;
  private Path directory;
  private Path landing;

  @BeforeEach
  void makeLandingZone() throws IOException {
    directory = temporary.toRealPath();
    landing = Files.createDirectory(directory.resolve("landing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          cloudFiles.schemaHints        | a INT | the columns of the format envelope are fixed. Remove it, or set cloudFiles.validateOptions=false to have it ignored.
          cloudFiles.maxBytesPerTrigger | much  | 'much' is not a size above 0. Write one like 64m or 10g.
          pathGlobFilter                | [a    | '[a' is not a glob. Write one like *.json.
          maxFileBytes                  | 1m    | '1m' is not a number of bytes. Write one like 268435456.
          """)
  void optionThatTheAutoloaderDoesNotTakeIsNamedByItsKey(
      String name, String value, String problem) {
    FreshetConfig config = config(directory.resolve("home"), Map.of(name, value));

    assertThatThrownBy(() -> ConfigCheck.requireUsable(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("Cannot use source.options." + name + ": " + problem);
  }

  @Test
  void documentedExampleIsUsable() {
    FreshetConfig config = config(directory.resolve("home"), Map.of("pathGlobFilter", "*.json"));

    assertThatCode(() -> ConfigCheck.requireUsable(config)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"link, ''", "link/home, home", "link/not/there/yet, not/there/yet"})
  void homeInsideTheLandingZoneThroughALinkIsRefused(String home, String inLanding)
      throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), landing);
    FreshetConfig config = config(directory.resolve(home), Map.of());

    assertThatThrownBy(() -> ConfigCheck.requireUsable(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot use home: '%s' is %s, inside source.path '%s', which is %s, so the pipeline"
                    .formatted(
                        directory.resolve(home), landing.resolve(inLanding), landing, landing)
                + " would read its own tables. Choose a directory outside the landing zone.");
  }

  @Test
  void linkFromTheLandingZonesNeighbourIsNoReasonToRefuseAHome() throws IOException {
    Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("elsewhere"));
    FreshetConfig config = config(directory.resolve("link/home"), Map.of());

    assertThatCode(() -> ConfigCheck.requireUsable(config)).doesNotThrowAnyException();
  }

  @Test
  void queueThatNothingOnTheClassPathKnowsIsRefused() {
    FreshetConfig config =
        elsewhere(DiscoveryMode.AUTO, Optional.of("foo+https://queue.example.com/landing"));

    assertThatThrownBy(() -> ConfigCheck.requireUsable(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot read queue foo+https://queue.example.com/landing: nothing on the class path"
                + " knows its scheme. Add the jar of freshet-storage-s3 for sqs+https:, or of"
                + " freshet-storage-azure for azure-queue+https:, or correct the address.");
    assertThatCode(
            () ->
                ConfigCheck.requireUsable(
                    elsewhere(
                        DiscoveryMode.LISTING,
                        Optional.of("foo+https://queue.example.com/landing"))))
        .as("it is not read")
        .doesNotThrowAnyException();
  }

  @Test
  void eventsOfAStorageElsewhereNeedAQueue() {
    assertThatThrownBy(
            () -> ConfigCheck.requireUsable(elsewhere(DiscoveryMode.EVENTS, Optional.empty())))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot use source.discovery: no queue is given, and this source creates none. Let the"
                + " storage send its events to a queue and name it, or leave this out.");
  }

  private FreshetConfig elsewhere(DiscoveryMode discovery, Optional<String> queue) {
    return FreshetConfig.of(
        "articles",
        directory.resolve("home"),
        new SourceConfig(
            new LandingConfig(new Location.Remote("s3a://bucket/in"), Map.of(), queue),
            SourceFormat.JSON,
            ChangeFormat.PLAIN,
            discovery,
            0,
            Map.of()),
        RecordConfig.of("id"),
        DocumentConfig.of("{body}"));
  }

  private FreshetConfig config(Path home, Map<String, String> options) {
    return FreshetConfig.of(
        "articles",
        home,
        new SourceConfig(
            landing, SourceFormat.JSON, ChangeFormat.PLAIN, DiscoveryMode.AUTO, options),
        RecordConfig.of("id"),
        DocumentConfig.of("{body}"));
  }
}
