package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.answer.ExitCode;
import dev.freshet.cli.config.PipelineYaml;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.Chunk;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.vector.Distance;
import dev.freshet.core.vector.VectorCommit;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.embedding.EmbeddingModels;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.StatusFile;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;

/** Verbs with the real model and a real vector table, but without Spark. */
class CommandIT {

  private static final Instant AS_OF = Instant.parse("2026-03-01T10:00:00Z");
  private static final String WITH_AUTHOR =
      Cli.MINIMAL.replace("\"{body}\" }", "\"{body}\", metadata: [author] }");

  /** The default model, opened once for the tables that tests make. */
  private static Embedder model;

  @TempDir private Path directory;

  @BeforeAll
  static void openModel() {
    model = EmbeddingModels.open("all-minilm-l6-v2");
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @Test
  void whatInitWritesIsValid() {
    Cli.execute("init", directory.toString());

    Cli.Ended ended =
        Cli.execute("validate", "-f", directory.resolve("pipeline.yaml").toString(), "-o", "json");

    assertThat(ended.exit()).isEqualTo(ExitCode.OK);
    assertThat(ended.json().get("valid").asBoolean()).isTrue();
    assertThat(ended.json().get("findings")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"search text", "verify"})
  void vectorTableThatIsNotThereIsAFailureThatSaysWhatToDo(String verb) throws IOException {
    String file = Cli.pipeline(directory, Cli.MINIMAL);

    Cli.Ended ended = Cli.execute((verb + " -o json -f " + file).split(" "));

    assertThat(ended.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.json().at("/error/name").asText()).isEqualTo("TABLE_NOT_FOUND");
    assertThat(ended.json().at("/error/code").asInt()).isEqualTo(1004);
    assertThat(ended.err())
        .isEqualTo(ended.json().at("/error/message").asText() + "\n")
        .startsWith("Cannot ")
        .contains(directory.resolve("docs/vectors/docs.lance").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "run"})
  void modelThatDoesNotExistIsAConfigurationError(String verb) throws IOException {
    String file = Cli.pipeline(directory, Cli.MINIMAL + "embedding: { model: all-minilm-l6 }\n");

    Cli.Ended ended = Cli.execute(verb, "-f", file);

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err())
        .startsWith("Cannot open embedding model `all-minilm-l6`: ")
        .contains("Did you mean `all-minilm-l6-v2`?");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void landingZoneThatIsMissingIsFoundByValidateAndRefusedByRunBeforeSparkStarts()
      throws IOException {
    Option<SparkSession> before = SparkSession.getDefaultSession();
    String file = Cli.pipeline(directory, Cli.MINIMAL);
    Files.delete(directory.resolve("landing"));
    String start =
        "Cannot read the landing zone %s: it is not a directory. Create it or "
            .formatted(directory.resolve("landing"));

    Cli.Ended validated = Cli.execute("validate", "-f", file, "-o", "json");
    assertThat(validated.exit()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(validated.json().get("findings"))
        .extracting(JsonNode::asText)
        .containsExactly(start + "fix source.path.");

    Cli.Ended ran = Cli.execute("run", "--once", "-f", file, "-o", "json");
    assertThat(ran.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).startsWith(start);
    assertThat(ran.json().at("/error/name").asText()).isEqualTo("LANDING_PATH_MISSING");
    assertThat(ran.json().at("/error/code").asInt()).isEqualTo(1003);
    assertThat(SparkSession.getDefaultSession()).isEqualTo(before);
    assertThat(directory.resolve("docs")).doesNotExist();

    Files.createDirectory(directory.resolve("landing"));
    assertThat(Cli.execute("validate", "-f", file).exit()).as("as advised").isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "run"})
  void sourceOptionThatDoesNotExistIsAConfigurationErrorBeforeSparkStarts(String verb)
      throws IOException {
    Option<SparkSession> before = SparkSession.getDefaultSession();
    String file =
        Cli.pipeline(
            directory,
            Cli.MINIMAL.replace(
                "path: landing", "path: landing, options: { cloudFiles.schemaHints: a INT }"));

    Cli.execute(verb, "-f", file, "-o", "json")
        .expectError(
            ExitCode.USAGE,
            "INVALID_CONFIG",
            "Cannot use source.options.cloudFiles.schemaHints: the columns of the format envelope are"
                + " fixed. Remove it, or set cloudFiles.validateOptions=false to have it ignored.");
    assertThat(SparkSession.getDefaultSession()).isEqualTo(before);
    assertThat(directory.resolve("docs")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "run"})
  void homeThatALinkLeadsIntoTheLandingZoneIsAConfigurationError(String verb) throws IOException {
    String file = Cli.pipeline(directory, Cli.MINIMAL + "home: link/home\n");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("landing"));

    Cli.Ended ended = Cli.execute(verb, "-f", file, "-o", "json");

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.json().at("/error/name").asText()).isEqualTo("INVALID_CONFIG");
    assertThat(ended.err())
        .startsWith("Cannot use home: '" + directory.resolve("link/home") + "' is ");
    assertThat(directory.resolve("landing")).isEmptyDirectory();
  }

  @Test
  void profileMeasuresWhatHasLandedAndAppliesItKeepingComments() throws IOException {
    String head = Cli.MINIMAL + "# how it runs\npipeline: { trigger: 0s } # at once\n";
    String file = Cli.pipeline(directory, head);
    for (int i = 0; i < 20; i++) {
      Files.writeString(
          directory.resolve("landing/%d.json".formatted(i)),
          "{\"id\":%d,\"body\":\"%s\"}\n".formatted(i, "fresh water flows ".repeat(i + 1)));
    }

    Cli.Ended ended = Cli.execute("profile", "--apply", "--force", "-f", file, "-o", "json");

    JsonNode profile = ended.json();
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.OK);
    assertThat(profile.get("applied").asBoolean()).isTrue();
    assertThat(profile.at("/sample/landed").asBoolean()).isTrue();
    assertThat(profile.at("/sample/files").asInt()).isEqualTo(20);
    assertThat(profile.at("/sample/tokensPerFileP95").asInt()).isBetween(57, 65);
    assertThat(profile.get("sizes")).hasSize(5);
    assertThat(profile.at("/fit/tokensPerSecond").asDouble()).isBetween(500.0, 10_000_000.0);
    assertThat(profile.get("diff")).hasSize(2);
    assertThat(ended.err()).contains("measuring, round 5 of 5");
    assertThat(Files.readString(Path.of(file)))
        .startsWith(Cli.MINIMAL + "# how it runs\npipeline: { max-files-per-trigger: ")
        .endsWith(", trigger: %s } # at once\n".formatted(profile.at("/advice/trigger").asText()));
    FreshetConfig applied = new PipelineYaml(name -> null).read(Path.of(file));
    assertThat(applied.pipeline().maxTokensPerTrigger().tokens())
        .hasValue(profile.at("/advice/maxTokensPerTrigger").asLong());
    assertThat(applied.pipeline().maxFilesPerTrigger().files())
        .hasValue(Integer.parseInt(profile.at("/advice/maxFilesPerTrigger").asText()));
    assertThat(applied.pipeline().trigger().toMillis())
        .isGreaterThanOrEqualTo((long) (1.5 * profile.at("/advice/embedMs").asDouble()));
  }

  @Test
  void profileWithoutLandedTextsSaysSoAndChangesNothing() throws IOException {
    // The static model is measured with far more texts, which takes twenty seconds.
    String file = Cli.pipeline(directory, Cli.MINIMAL);
    String before = Files.readString(Path.of(file));

    Cli.Ended ended = Cli.execute("profile", "-f", file);

    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.OK);
    assertThat(ended.out())
        .contains("built-in texts, since no text has landed")
        .contains("  max-files-per-trigger: auto\n")
        .contains("max-files-per-trigger: unchanged")
        .doesNotContain("changed:");
    assertThat(Path.of(file)).hasContent(before);
    assertThat(directory.resolve("docs")).doesNotExist();
  }

  @Test
  void statusBeforeTheFirstRunIsAnAnswer() throws IOException {
    String file = Cli.pipeline(directory, Cli.MINIMAL);

    JsonNode status = Cli.execute("status", "-f", file, "-o", "json").json();

    assertThat(status.get("state").asText()).isEqualTo("never-run");
    assertThat(status.get("records").asLong()).isZero();
    assertThat(status.get("quarantined").asLong()).isZero();
    assertThat(status.get("table").isNull()).isTrue();
    assertThat(directory.resolve("docs")).as("looking makes nothing").doesNotExist();
  }

  @Test
  void pipelineThatWasKilledIsShownAsKilled() throws IOException {
    String file = Cli.pipeline(directory, WITH_AUTHOR);
    FreshetConfig config = config(file);
    fill(config, fingerprint(), "password", "invoice");
    RunStatus killed = Reports.killed(AS_OF.plusSeconds(60));
    new StatusFile(config.layout().statusFile()).write(killed);

    JsonNode status = Cli.execute("status", "-f", file, "-o", "json").json();

    assertThat(status.get("state").asText()).isEqualTo("killed");
    assertThat(status.get("pid").isNull()).isTrue();
    assertThat(status.get("chunks").asLong()).isEqualTo(2);
    assertThat(status.at("/table/rows").asLong()).isEqualTo(2);
    assertThat(status.at("/freshness/asOf").asText())
        .as("of the table, not of the dead process")
        .isEqualTo("2026-03-01T10:00:00Z");
  }

  @Test
  void searchFindsWhatIsNearestAndSaysHowFreshItIs() throws IOException {
    String file = Cli.pipeline(directory, WITH_AUTHOR);
    FreshetConfig config = config(file);
    fill(config, fingerprint(), "reset a forgotten password", "export an invoice as PDF");

    Cli.Ended ended =
        Cli.execute("search", "I cannot sign in any more", "-k", "1", "-f", file, "-o", "json");

    assertThat(ended.exit()).isEqualTo(ExitCode.OK);
    assertThat(ended.json().get("hits")).hasSize(1);
    JsonNode hit = ended.json().at("/hits/0");
    assertThat(hit.get("key").asText()).isEqualTo("0");
    assertThat(hit.get("id").asText()).isEqualTo("0#0");
    assertThat(hit.get("text").asText()).isEqualTo("reset a forgotten password");
    assertThat(hit.get("metadata").get("author").asText()).isEqualTo("author of 0");
    assertThat(hit.get("score").asDouble() + hit.get("distance").asDouble()).isBetween(0.99, 1.01);
    JsonNode freshness = ended.json().get("freshness");
    assertThat(freshness.get("asOf").asText()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(freshness.get("unindexedRows").asLong()).isEqualTo(2);
    assertThat(Cli.execute("search", "invoice", "-f", file).out())
        .contains("export an invoice as PDF", "2 hits in ", "as of 2026-03-01T10:00:00Z (");
  }

  @Test
  void searchForWordsFindsThemAndNeedsNoModel() throws IOException {
    String file = Cli.pipeline(directory, WITH_AUTHOR + "index:\n  full-text: true\n");
    FreshetConfig config = config(file);
    fill(config, "another-model/1", "Reset a forgotten PASSWORD", "export an invoice as PDF");

    Cli.execute("search", "password", "--mode", "text", "-f", file)
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot search for words: vector table %s has no full-text index yet. Set index.full-text: true and let maintenance build it (`run`, or `optimize` once), or search by meaning."
                .formatted(config.layout().vectorTable()));
    assertThat(Cli.execute("optimize", "-f", file).out())
        .contains("the full-text index on text is missing");
    Cli.Ended ended =
        Cli.execute("search", "password reset", "--mode", "text", "-f", file, "-o", "json");

    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.OK);
    assertThat(ended.json().get("hits")).hasSize(1);
    assertThat(ended.json().at("/hits/0/text").asText()).isEqualTo("Reset a forgotten PASSWORD");
    assertThat(ended.json().at("/hits/0/score").asDouble()).isPositive();
    Cli.execute("search", "?", "--mode", "text", "-f", file)
        .expectError(
            ExitCode.USAGE, "INVALID_REQUEST", "Cannot search: '?' has no word. Search for one.");
  }

  @Test
  void filterNarrowsTheHitsAndAWrongOneIsExplained() throws IOException {
    String file = Cli.pipeline(directory, WITH_AUTHOR);
    FreshetConfig config = config(file);
    fill(config, fingerprint(), "reset a forgotten password", "export an invoice as PDF");

    JsonNode filtered =
        Cli.execute(
                "search",
                "password",
                "--filter",
                "author = 'author of 1'",
                "-f",
                file,
                "-o",
                "json")
            .json();
    assertThat(filtered.get("hits")).hasSize(1);
    assertThat(filtered.at("/hits/0/key").asText()).isEqualTo("1");

    for (String wrong : List.of("tenant = 'a'", "author =", "author = $1", "1 = 1; DROP")) {
      Cli.Ended ended =
          Cli.execute("search", "password", "--filter", wrong, "-f", file, "-o", "json");
      assertThat(ended.exit()).as(wrong).isEqualTo(ExitCode.USAGE);
      assertThat(ended.err()).startsWith("Cannot ");
      assertThat(ended.json().at("/error/name").asText()).isEqualTo("INVALID_REQUEST");
      assertThat(ended.err()).isEqualTo(ended.json().at("/error/message").asText() + "\n");
    }
  }

  @Test
  void tableOfAnotherModelIsRefusedByEveryVerbThatComparesVectors() throws IOException {
    String file = Cli.pipeline(directory, WITH_AUTHOR);
    FreshetConfig config = config(file);
    fill(config, "another-model/1", "password");
    String message =
        "Cannot use embedding.model all-minilm-l6-v2 with this vector table: its vectors were made by another-model/1, this model is %s. Go back to that model, or stop every process, remove the vector table's directory and start `run`: it fills a new one."
            .formatted(fingerprint());

    Cli.execute("search", "password", "-f", file)
        .expectError(ExitCode.FAILED, "FINGERPRINT_MISMATCH", message);
    Cli.execute("verify", "-f", file, "-o", "json")
        .expectError(ExitCode.FAILED, "FINGERPRINT_MISMATCH", message);
    Cli.Ended validated = Cli.execute("validate", "-f", file, "-o", "json");
    assertThat(validated.exit()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(validated.json().get("findings"))
        .extracting(JsonNode::asText)
        .containsExactly(message);
  }

  @Test
  void validateFindsWhatTheTableWasNotMadeFor() throws IOException {
    FreshetConfig config = config(Cli.pipeline(directory, WITH_AUTHOR));
    fill(config, fingerprint(), "password");
    String file = Cli.pipeline(directory, Cli.MINIMAL + "index: { distance: l2 }\n");

    Cli.Ended ended = Cli.execute("validate", "-f", file, "-o", "json");

    assertThat(ended.exit()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(ended.json().get("findings"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "Cannot use index.distance l2: the vector table was made for cosine. Set it back.",
            "Cannot use document.metadata []: the vector table has the columns [author]. Set it back.");
  }

  @Test
  void quarantineOfAHomeThatNeverRanIsEmptyAndAWrongIdIsExplained() throws IOException {
    String file = Cli.pipeline(directory, Cli.MINIMAL);

    assertThat(Cli.execute("quarantine", "list", "-f", file).out())
        .isEqualTo("no row is in quarantine\n");
    Cli.execute("quarantine", "show", "3", "-f", file)
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot find row '3': an id is two numbers such as 12:3. Take one of `freshet quarantine list`.");
    Cli.execute("quarantine", "show", "3:1", "-f", file)
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot find row 3:1: no such row is in quarantine. Take an id of `freshet quarantine list`.");
    Cli.execute("quarantine", "list", "-n", "0", "-f", file)
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot list 0 rows. Set --limit to a number from 1 to 10000.");
    Cli.execute("run", "--strict", "-f", file)
        .expectError(
            ExitCode.USAGE,
            "INVALID_REQUEST",
            "Cannot use --strict without --once: a run that does not end has no exit code to set. Add --once, or leave --strict out.");
    assertThat(directory.resolve("docs")).as("looking makes nothing").doesNotExist();
  }

  @Test
  void verifyOfRowsWhoseGoldIsGoneIsRefused() throws IOException {
    String file = Cli.pipeline(directory, WITH_AUTHOR);
    FreshetConfig config = config(file);
    fill(config, fingerprint(), "password", "invoice");

    Cli.Ended ended = Cli.execute("verify", "-f", file, "-o", "json");

    assertThat(ended.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.json().at("/error/name").asText()).isEqualTo("STORE_DAMAGED");
    assertThat(ended.json().at("/error/message").asText())
        .startsWith("Cannot verify against table gold at ")
        .contains("it ends at file version 0, and the vector table holds batch ")
        .endsWith("Start `run`, which fills it again.");
  }

  private static FreshetConfig config(String file) {
    return new PipelineYaml(name -> null).read(Path.of(file));
  }

  private static String fingerprint() {
    return model.spec().fingerprint();
  }

  /** Makes the vector table with a record for each text. */
  private static void fill(FreshetConfig config, String fingerprint, String... texts) {
    try (VectorTableWriter writer =
        LanceVectorTable.openWriter(
            config.layout().vectorTable(),
            VectorTableSpec.of(
                model.spec().dimension(), Distance.COSINE, fingerprint, List.of("author")))) {
      List<VectorRow> rows = new ArrayList<>();
      for (EmbedOutcome outcome : model.embed(List.of(texts), InputType.DOCUMENT)) {
        String key = String.valueOf(rows.size());
        Chunk chunk = Chunk.of(key, 7, List.of(texts[rows.size()])).get(0);
        float[] vector = ((EmbedOutcome.Embedded) outcome).vector();
        rows.add(
            new VectorRow(
                chunk, vector, SampleRows.texts(Map.of("author", "author of " + key)), AS_OF));
      }
      Set<String> keys =
          rows.stream().map(row -> row.chunk().recordKey()).collect(Collectors.toSet());
      writer.commit(
          new VectorCommit(new BatchIdentity("stream", 1), keys, writer.stage(rows), AS_OF));
    }
  }
}
