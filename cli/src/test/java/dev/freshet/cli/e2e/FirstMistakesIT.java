package dev.freshet.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users are told about their first mistakes, and that following the advice helps. */
class FirstMistakesIT {

  private static final String YAML =
      """
      name: docs
      home: ./home
      source: { path: ./landing }
      record: { key: [id] }
      document: { text: "{title} {body}" }
      optimize: { mode: off }
      """;

  private static final String EVENTS =
      event(1, "one two three four five six seven eight nine ten ".repeat(9))
          + event(2, "eleven twelve")
          + "{\"oops\n";

  @TempDir Path directory;
  private TestPipeline pipeline;

  @Test
  @Timeout(900)
  void everyAdviceOnTheWayCanBeFollowed() throws Exception {
    pipeline = TestPipeline.create(directory, YAML);
    pipeline.land("a.json", EVENTS);
    nothingIsIndexedAsAnotherFormat();
    formatIsSetAndTheFileLandsAgain();
    quarantineIsLookedInto();
    chunkingIsChangedAndTheTableIsFilledAgain();
    keyIsChangedAndANewHomeIsFilled();
  }

  private void nothingIsIndexedAsAnotherFormat() throws Exception {
    FreshetProcess.Ended ended = pipeline.execute("run", "--once", "-o", "json").expectExit(3);

    JsonNode run = ended.json();
    assertThat(run.get("nothingIndexed").asBoolean()).isTrue();
    assertThat(run.get("records").asLong()).isZero();
    assertThat(run.at("/reasons/0/count").asLong()).isEqualTo(2);
    assertThat(run.at("/reasons/0/reason").asText())
        .startsWith("Cannot read the line with source.changes: plain: it looks like a Debezium")
        .contains("Set source.changes: debezium, and land the file again");
    assertThat(run.at("/reasons/0/file").asText()).isEqualTo(landed("a.json"));
    assertThat(run.at("/reasons/0/line").asLong()).isEqualTo(1);
    assertThat(ended.err()).as("at the first batch").contains("Set source.changes: debezium");
  }

  private void formatIsSetAndTheFileLandsAgain() throws Exception {
    configure(YAML.replace("./landing", "./landing, changes: debezium"));
    assertThat(validated().get("findings"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "source.changes is 'debezium' now, and was 'plain' when home %s was last run. Lines that landed before were read the old way, and what they made stays. Set it back, or set home to a new directory and start `run`, which reads everything that is still in the landing zone again."
                .formatted(directory.resolve("home")));
    pipeline.land("again.json", EVENTS);

    FreshetProcess.Ended ended =
        pipeline.execute("run", "--once", "--strict", "-o", "json").expectExit(3);

    assertThat(ended.json().get("records").asLong()).isEqualTo(2);
    assertThat(ended.json().get("nothingIndexed").asBoolean()).isFalse();
    assertThat(ended.json().get("quarantined").asLong()).isEqualTo(1);
    assertThat(ended.err()).contains("warning: source.changes is 'debezium' now");
    assertThat(validated().get("findings")).isEmpty();
  }

  private void quarantineIsLookedInto() {
    JsonNode all = pipeline.executeHere("quarantine", "list", "-o", "json").json();
    assertThat(all.get("quarantined").asLong()).isEqualTo(4);
    assertThat(all.get("rows")).hasSize(4);
    assertThat(all.at("/rows/0/file").asText()).as("newest first").endsWith("again.json");
    JsonNode listed =
        pipeline
            .executeHere("quarantine", "list", "--reason", "debezium", "-n", "1", "-o", "json")
            .json();
    assertThat(listed.get("rows")).hasSize(1);
    String id = listed.at("/rows/0/id").asText();
    Cli.Ended shown = pipeline.executeHere("quarantine", "show", id, "-o", "json");
    assertThat(shown.json().get("payload").asText()).isEqualTo(event(2, "eleven twelve").strip());
    assertThat(pipeline.executeHere("quarantine", "show", id).out())
        .contains("row     " + id, "stage   read", "\"op\":\"c\"");
    assertThat(
            pipeline
                .executeHere("quarantine", "list", "--by-reason", "--path", "a.json", "-o", "json")
                .json()
                .get("reasons"))
        .hasSize(2);
    assertThat(pipeline.executeHere("quarantine", "list", "--stage", "embed").out())
        .isEqualTo("none of the 4 rows in quarantine is such a row\n");
  }

  private void chunkingIsChangedAndTheTableIsFilledAgain() throws Exception {
    Path table = directory.resolve("home/vectors/docs.lance");
    assertThat(pipeline.chunks()).hasSize(2);
    configure(
        YAML.replace("./landing", "./landing, changes: debezium")
            .replace("body}\"", "body}\", chunking: { max-tokens: 32, overlap-tokens: 0 }"));
    assertThat(validated().get("findings").get(0).asText())
        .startsWith("document.chunking.max-tokens is '32' now, and was '256' when home ")
        .endsWith(
            "Set it back, or end every process, remove %s and start `run`, which fills a new vector table from Gold."
                .formatted(table));
    Cli.Ended differs = pipeline.executeHere("verify", "-o", "json");
    assertThat(differs.exit()).isEqualTo(3);
    assertThat(differs.json().get("warnings").get(0).asText())
        .startsWith("document.chunking.max-tokens is '32' now");

    assertThat(FileUtil.fullyDelete(table.toFile())).isTrue();
    pipeline.execute("run", "--once", "-o", "json").expectExit(0);

    assertThat(pipeline.chunks()).hasSizeGreaterThan(2);
    assertThat(pipeline.verified().get("records").asLong()).isEqualTo(2);
    assertThat(validated().get("warnings"))
        .extracting(JsonNode::asText)
        .as("the table is as if nothing had changed; what was read as plain is not")
        .singleElement()
        .asString()
        .startsWith("source.changes is 'debezium' since 20");
  }

  private void keyIsChangedAndANewHomeIsFilled() throws Exception {
    String changed =
        YAML.replace("./landing", "./landing, changes: debezium").replace("[id]", "[slug]");
    configure(changed);
    assertThat(validated().get("findings"))
        .extracting(JsonNode::asText)
        .anyMatch(finding -> finding.startsWith("record.key is '[slug]' now, and was '[id]'"));
    configure(changed.replace("./home", "./other"));
    assertThat(validated().get("findings")).isEmpty();

    JsonNode run = pipeline.execute("run", "--once", "-o", "json").expectExit(0).json();

    assertThat(run.get("records").asLong()).isEqualTo(2);
    assertThat(pipeline.chunks().keySet()).allMatch(id -> id.startsWith("slug-"));
  }

  private JsonNode validated() {
    JsonNode answer = pipeline.executeHere("validate", "-o", "json").json();
    assertThat(answer.has("findings")).as("%s", answer).isTrue();
    return answer;
  }

  private void configure(String yaml) throws IOException {
    Files.writeString(pipeline.file(), yaml);
  }

  private String landed(String name) {
    return pipeline.landing().resolve(name).toString();
  }

  private static String event(int id, String body) {
    return ("{\"before\":null,\"after\":{\"id\":%d,\"slug\":\"slug-%d\",\"title\":\"t\",\"body\":\"%s\"},"
            + "\"source\":{\"lsn\":%d},\"op\":\"c\"}\n")
        .formatted(id, id, body, id);
  }
}
