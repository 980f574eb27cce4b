package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.answer.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} says of what has landed, with the real model and without Spark. */
class ValidateIT {

  @TempDir private Path directory;

  @Test
  void feedOfAnotherFormatIsNamedAndTheAdviceCanBeFollowed() throws IOException {
    String file = Cli.pipeline(directory, Cli.MINIMAL);
    Path landed = directory.resolve("landing/a.json");
    Files.writeString(
        landed,
        "{\"before\":null,\"after\":{\"id\":1,\"body\":\"b\"},\"source\":{\"lsn\":1},\"op\":\"c\"}\n"
            .repeat(3));

    Cli.Ended plain = Cli.execute("validate", "-f", file, "-o", "json");

    String reason =
        "Cannot read the line with source.changes: plain: it looks like a Debezium change event, for it has 'source' and 'op' beside 'before' or 'after'. Set source.changes: debezium, and land the file again if it was read before.";
    assertThat(plain.exit()).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(plain.json().get("findings"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "Cannot index any of the 3 rows in 1 file that have landed. %s, line 1: %s"
                .formatted(landed, reason));
    JsonNode sample = plain.json().get("sample");
    assertThat(sample.get("quarantined").asLong()).isEqualTo(3);
    assertThat(sample.at("/reasons/0/reason").asText()).isEqualTo(reason);
    assertThat(sample.at("/reasons/0/count").asLong()).isEqualTo(3);
    assertThat(Cli.execute("validate", "-f", file).out())
        .startsWith("1 file landed, 1 looked at: 3 rows, 0 fine, 3 for quarantine\n  3 × " + reason)
        .contains("first: " + landed + ", line 1\n");

    Cli.pipeline(
        directory, Cli.MINIMAL.replace("path: landing", "path: landing, changes: debezium"));
    Cli.Ended advised = Cli.execute("validate", "-f", file, "-o", "json");
    assertThat(advised.exit()).as(advised.out()).isEqualTo(ExitCode.OK);
    assertThat(advised.json().at("/sample/fine").asLong()).isEqualTo(3);
  }

  @Test
  void whatIsStrangeAndValidIsAWarning() throws IOException {
    String file =
        Cli.pipeline(
            directory,
            Cli.MINIMAL.replace("{body}", "{titel} {body}") + "pipeline: { trigger: 10s }\n");
    Files.writeString(
        directory.resolve("landing/a.json"),
        "{\"id\":1,\"title\":\"t\",\"body\":\"b\"}\n{\"title\":\"no key\"}\n");

    Cli.Ended ended = Cli.execute("validate", "-f", file, "-o", "json");

    assertThat(ended.exit()).isEqualTo(ExitCode.OK);
    assertThat(ended.json().get("warnings"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "Cannot hold slo.freshness.p95 2s: with pipeline.trigger 10s a change waits up to that long before its batch begins. Set pipeline.trigger below 2s (0s begins a batch when the one before it ends), or raise slo.freshness.p95.",
            "Cannot find column 'titel' of document.text in any of 2 sampled rows, which have id, title, body. Did you mean 'title'? Set it in document.text, or land rows with the column.");
    assertThat(ended.json().at("/sample/fine").asLong()).isEqualTo(1);
    assertThat(ended.json().at("/sample/quarantined").asLong()).isEqualTo(1);
  }

  @Test
  void nothingHasLandedOrNothingOfItIsRead() throws IOException {
    String file = Cli.pipeline(directory, Cli.MINIMAL);
    Path landing = directory.resolve("landing");

    assertThat(Cli.execute("validate", "-f", file).out())
        .startsWith("warning: Nothing has landed in " + landing + " yet. Land a file there.\n");

    Files.writeString(landing.resolve("a.json.tmp"), "{}\n");
    Cli.Ended ended = Cli.execute("validate", "-f", file);
    assertThat(ended.exit()).isEqualTo(ExitCode.OK);
    assertThat(ended.out())
        .startsWith(
            "warning: No file in "
                + landing
                + " is read, and 1 entries are left out, such as a.json.tmp. Names that start");
    Files.move(landing.resolve("a.json.tmp"), landing.resolve("a.json"));
    assertThat(Cli.execute("validate", "-f", file).out()).startsWith("1 file landed");
  }
}
