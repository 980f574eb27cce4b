package dev.freshet.pipeline.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.home.quarantine.ReasonGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandedSampleTest {

  private static final String ENVELOPE =
      "{\"before\":null,\"after\":{\"id\":1,\"body\":\"b\"},\"source\":{\"lsn\":1},\"op\":\"c\"}\n";

  @TempDir Path directory;
  private Path landing;

  @BeforeEach
  void makeLandingZone() throws IOException {
    landing = Files.createDirectory(directory.resolve("landing"));
  }

  @Test
  void rowsAreToldApartAndTheFirstOfEachReasonIsNamed() throws IOException {
    land("a.json", "{\"id\":1,\"body\":\"one\"}\n{\"body\":\"no key\"}\n");
    land(
        "b.json", "{\"id\":2,\"op\":\"d\"}\n\n{\"body\":\"no key\"}\n{\"id\":{},\"body\":\"b\"}\n");
    land("c.json", "");

    LandedSample.Sampled sampled = sample(ChangeFormat.PLAIN, "{body}");

    SampleReport report = sampled.report();
    assertThat(report.files()).isEqualTo(3);
    assertThat(report.sampled()).isEqualTo(3);
    assertThat(report.rows()).isEqualTo(6);
    assertThat(report.fine()).isEqualTo(2);
    assertThat(report.quarantined()).isEqualTo(4);
    assertThat(report.reasons())
        .containsExactly(
            new ReasonGroup(
                2,
                "Cannot accept the event: key column 'id' is missing or null. Send the key with every event or fix record.key.",
                landing.resolve("a.json").toString(),
                2),
            new ReasonGroup(
                1,
                "Cannot accept the event: key column 'id' holds a nested value. Name a column with a plain value in record.key.",
                landing.resolve("b.json").toString(),
                4),
            new ReasonGroup(
                1,
                "Cannot read the file: it is empty. If it should not be, land it again; nothing else has to be done.",
                landing.resolve("c.json").toString(),
                0));
    assertThat(sampled.nothingCouldBeIndexed()).isFalse();
    assertThat(sampled.missingColumns()).isEmpty();
  }

  @Test
  void feedOfAnotherFormatIsNamedAndTheAdviceMakesItReadable() throws IOException {
    land("a.json", ENVELOPE.repeat(3));

    LandedSample.Sampled plain = sample(ChangeFormat.PLAIN, "{body}");

    assertThat(plain.nothingCouldBeIndexed()).isTrue();
    assertThat(plain.report().reasons())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.count()).isEqualTo(3);
              assertThat(group.reason()).contains("Debezium", "Set source.changes: debezium");
            });
    assertThat(plain.missingColumns()).as("columns of an envelope").isEmpty();

    LandedSample.Sampled advised = sample(ChangeFormat.DEBEZIUM, "{body}");
    assertThat(advised.report().fine()).isEqualTo(3);
    assertThat(advised.nothingCouldBeIndexed()).isFalse();
  }

  @Test
  void columnThatNoRowHasIsToldWithTheNearestNameAndTheAdviceFindsIt() throws IOException {
    land(
        "a.json",
        "{\"id\":1,\"Title\":\"t\",\"body\":\"b\",\"author\":{\"name\":\"n\"}}\n".repeat(2));

    assertThat(sample(ChangeFormat.PLAIN, "{titel} {body} {name} {summary}").missingColumns())
        .containsExactly(
            "Cannot find column 'titel' of document.text in any of 2 sampled rows, which have id, Title, body, author. Did you mean 'Title'? Set it in document.text, or land rows with the column.",
            "Cannot find column 'name' of document.text in any of 2 sampled rows, which have id, Title, body, author. Did you mean 'author.name'? Set it in document.text, or land rows with the column.",
            "Cannot find column 'summary' of document.text in any of 2 sampled rows, which have id, Title, body, author. Fix document.text, or land rows with the column.");
    assertThat(sample(ChangeFormat.PLAIN, "{Title} {body} {author.name}").missingColumns())
        .isEmpty();
  }

  @Test
  void columnsOfRejectedRowsAreComparedToo() throws IOException {
    land("a.json", "{\"ID\":1,\"text\":\"t\"}\n{\"ID\":2,\"text\":\"t\"}\n");

    assertThat(sample(ChangeFormat.PLAIN, "{body}").missingColumns())
        .containsExactly(
            "Cannot find column 'id' of record.key in any of 2 sampled rows, which have ID, text. Did you mean 'ID'? Set it in record.key, or land rows with the column.",
            "Cannot find column 'body' of document.text in any of 2 sampled rows, which have ID, text. Fix document.text, or land rows with the column.");
  }

  @Test
  void oneRowWithTheColumnIsEnough() throws IOException {
    land(
        "a.json",
        "{\"id\":1,\"body\":\"b\"}\n".repeat(9) + "{\"id\":2,\"title\":null,\"body\":\"b\"}\n");

    assertThat(sample(ChangeFormat.PLAIN, "{title} {body}").missingColumns()).isEmpty();
  }

  @Test
  void deletesHaveNoColumnsAndMissNone() throws IOException {
    land("a.json", "{\"id\":1,\"is_deleted\":true}\n");

    LandedSample.Sampled sampled = sample(ChangeFormat.PLAIN, "{title} {body}");

    assertThat(sampled.missingColumns()).isEmpty();
    assertThat(sampled.nothingCouldBeIndexed()).isFalse();
  }

  @Test
  void onlyTheBeginningsOfSomeFilesAreRead() throws IOException {
    for (int i = 0; i < 120; i++) {
      land("%03d.json".formatted(i), "{\"id\":1,\"body\":\"one\"}\n");
    }
    land("long.json", "{\"id\":1,\"body\":\"one\"}\n".repeat(100_000));

    SampleReport report = sample(ChangeFormat.PLAIN, "{body}").report();

    assertThat(report.files()).isEqualTo(121);
    assertThat(report.sampled()).isEqualTo(50);
    assertThat(report.rows()).isLessThan(20_000);
  }

  @Test
  void damagedArchiveIsARowWithItsReasonBehindItsGoodRows() throws IOException {
    land("a.json.gz", "no gzip");

    SampleReport report = sample(ChangeFormat.PLAIN, "{body}").report();

    assertThat(report.quarantined()).isEqualTo(1);
    assertThat(report.reasons().get(0).reason())
        .startsWith("Cannot read the file: its content is unreadable (");
  }

  @Test
  void entriesThatAreNotReadAreCounted() throws IOException {
    land("a.json.tmp", "{}");
    Files.createDirectory(landing.resolve("_delta_log"));

    LandedSample.Sampled sampled = sample(ChangeFormat.PLAIN, "{body}");

    assertThat(sampled.report().files()).isZero();
    assertThat(sampled.report().leftOut()).isEqualTo(2);
    assertThat(sampled.firstLeftOut())
        .isIn(landing.resolve("a.json.tmp").toString(), landing.resolve("_delta_log").toString());
    assertThat(sampled.nothingCouldBeIndexed()).isFalse();
  }

  @Test
  void landingZoneThatIsMissingHasNoFiles() throws IOException {
    Files.delete(landing);

    assertThat(sample(ChangeFormat.PLAIN, "{body}").report().files()).isZero();
  }

  private void land(String name, String content) throws IOException {
    Files.writeString(landing.resolve(name), content);
  }

  private LandedSample.Sampled sample(ChangeFormat changes, String text) {
    FreshetConfig config =
        FreshetConfig.of(
            "test",
            directory.resolve("home"),
            new SourceConfig(landing, SourceFormat.JSON, changes, DiscoveryMode.AUTO, Map.of()),
            RecordConfig.of("id"),
            new DocumentConfig(
                TextTemplate.parse(text),
                DocumentFormat.TEXT,
                List.of(),
                ChunkingConfig.defaults()));
    return LandedSample.read(config, DocumentExtractor.none());
  }
}
