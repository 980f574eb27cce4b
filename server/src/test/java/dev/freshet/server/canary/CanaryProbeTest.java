package dev.freshet.server.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.search.SearchService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryProbeTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path directory;
  private Path landing;
  private Instant now = START;
  private final List<Duration> found = new ArrayList<>();
  private final CanaryTable table = new CanaryTable();
  private Optional<SearchService> search = Optional.of(table.search());
  private CanaryProbe probe;

  @BeforeEach
  void open() throws IOException {
    landing = Files.createDirectory(directory.resolve("landing"));
    FreshetConfig config =
        FreshetConfig.of(
            "test",
            directory.resolve("home"),
            new SourceConfig(
                landing, SourceFormat.JSON, ChangeFormat.PLAIN, DiscoveryMode.AUTO, Map.of()),
            RecordConfig.of("id"),
            DocumentConfig.of("{body}"));
    probe = new CanaryProbe(config, Duration.ofMinutes(1), () -> search, found::add, () -> now);
  }

  @Test
  void timeRunsFromTheLandingToTheSearchThatFindsTheRecord() {
    probe.look();
    now = now.plusMillis(400);
    probe.look();
    assertThat(probe.figures().pendingMs()).isEqualTo(400);

    table.index(landed());
    now = now.plusMillis(300);
    probe.look();

    assertThat(found).containsExactly(Duration.ofMillis(700));
    assertThat(probe.figures()).isEqualTo(new CanaryFigures(700.0, now, 0, null));
  }

  @Test
  void aRecordLandsAtThePaceAndNotMoreOften() {
    probe.look();
    String first = landed();
    now = now.plusSeconds(59);
    probe.look();
    assertThat(landed()).isEqualTo(first);

    now = now.plusSeconds(1);
    probe.look();
    assertThat(landed()).isNotEqualTo(first);
  }

  @Test
  void theRecordOfAnEarlierProcessIsNotMistakenForThisOne() {
    table.index(CanaryFile.text(START.minusSeconds(60).toEpochMilli()));
    probe.look();
    now = now.plusSeconds(5);
    probe.look();

    assertThat(found).isEmpty();
    assertThat(probe.figures().pendingMs()).isEqualTo(5_000);
  }

  @Test
  void withoutATableNothingIsFoundAndThatIsTold() {
    search = Optional.empty();
    probe.look();
    now = now.plusSeconds(40);
    probe.look();

    assertThat(probe.figures().pendingMs()).isEqualTo(40_000);
  }

  @Test
  void aLandingZoneThatCannotBeWrittenIsToldAndForgottenWhenItCan() throws IOException {
    Files.delete(landing);
    probe.look();

    assertThat(probe.figures().problem())
        .startsWith("Cannot land a canary record: the landing zone cannot be written (")
        .endsWith("). Let the search server write it, or leave serve.canary out.");
    assertThat(probe.figures().pendingMs()).as("nothing is waited for").isZero();

    Files.createDirectory(landing);
    now = now.plusSeconds(60);
    probe.look();
    assertThat(probe.figures().problem()).isNull();
  }

  /** The text that is in the landing zone now. */
  private String landed() {
    try {
      String line = Files.readString(landing.resolve("freshet-canary.json"));
      return line.substring(line.indexOf("Freshet canary"), line.lastIndexOf('"'));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
