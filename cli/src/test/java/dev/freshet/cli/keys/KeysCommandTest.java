package dev.freshet.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import dev.freshet.cli.answer.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysCommandTest {

  @TempDir private Path directory;

  private String file;

  @BeforeEach
  void configure() throws IOException {
    file =
        Cli.pipeline(
            directory, Cli.MINIMAL.replace("\"{body}\" }", "\"{body}\", metadata: [tenant] }"));
  }

  @Test
  void resetRemovesAllKeysAlsoDamagedOnes() throws IOException {
    json("add", "shop");
    Path keys = Path.of(json("reset").get("path").asText());
    assertThat(keys).doesNotExist();
    assertThat(json("list").get("keys")).isEmpty();

    Files.writeString(keys, "{");
    json("reset");

    assertThat(json("add", "shop").get("name").asText()).isEqualTo("shop");
  }

  @Test
  void keyIsAddedListedRotatedAndRevoked() {
    JsonNode added = json("add", "shop", "--rows", "tenant = 'a'", "--expires", "90d");
    assertThat(Cli.names(added)).containsExactly("name", "key", "rows", "expires", "formerUntil");
    assertThat(added.get("key").asText()).startsWith("fk_shop-");
    assertThat(Instant.parse(added.get("expires").asText()))
        .isBetween(
            Instant.now().plus(Duration.ofDays(89)), Instant.now().plus(Duration.ofDays(91)));

    JsonNode listed = json("list").at("/keys/0");
    assertThat(Cli.names(listed))
        .containsExactly(
            "name", "id", "state", "rows", "created", "expires", "formerUntil", "revoked");
    assertThat(listed.get("state").asText()).isEqualTo("valid");
    assertThat(listed.get("rows").asText()).isEqualTo("tenant = 'a'");

    JsonNode rotated = json("rotate", "shop");
    assertThat(rotated.get("key").asText()).isNotEqualTo(added.get("key").asText());
    assertThat(rotated.get("formerUntil").isNull()).isFalse();

    JsonNode revoked = json("revoke", "shop");
    assertThat(Cli.names(revoked)).containsExactly("name", "id", "revoked");
    assertThat(json("list").at("/keys/0/state").asText()).isEqualTo("revoked");
  }

  @Test
  void keyIsTheFirstLineForAPerson() {
    Cli.Ended added = Cli.execute("keys", "add", "shop", "-f", file);

    assertThat(added.exit()).isEqualTo(ExitCode.OK);
    assertThat(added.out().lines().findFirst().orElseThrow())
        .matches("fk_shop-[0-9a-f]{6}_[A-Za-z0-9_-]{43}");
    assertThat(added.out()).contains("It sees all rows");
    Cli.Ended listed = Cli.execute("keys", "list", "-f", file);
    assertThat(listed.out()).startsWith("shop ").contains("valid", "all rows");
  }

  @Test
  void rowFilterIsCheckedAgainstTheColumnsOfTheConfiguration() {
    Cli.Ended ended =
        Cli.execute("keys", "add", "shop", "--rows", "owner = 'a'", "-f", file, "-o", "json");

    ended.expectError(
        ExitCode.USAGE,
        "INVALID_REQUEST",
        "Cannot search: the filter names column owner, which is not there. The columns are"
            + " chunk_index, content_hash, embedding_fingerprint, id, landed_at, record_key,"
            + " record_version, tenant, text.");
    assertThat(json("list").get("keys")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"90", "-1d", "soon", "1.5h"})
  void timeThatIsNoneIsAWrongCommandLine(String time) {
    Cli.Ended ended = Cli.execute("keys", "add", "shop", "--expires=" + time, "-f", file);

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).contains("'" + time + "' is not a time such as 90d, 12h, 30m or 0s");
  }

  @Test
  void keysWithoutAVerbShowsItsVerbs() {
    Cli.Ended ended = Cli.execute("keys");

    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).contains("No verb is given", "rotate", "revoke");
  }

  @Test
  void servingOthersWithoutKeysIsRefusedBeforeAnythingStarts() throws IOException {
    file = Cli.pipeline(directory, Cli.MINIMAL + "serve: { bind: 0.0.0.0 }\n");

    Cli.execute("serve", "-f", file)
        .expectError(
            ExitCode.USAGE,
            "INVALID_CONFIG",
            "Cannot use serve.bind: other machines reach '0.0.0.0', and there are no API"
                + " keys. Add one with `freshet keys add NAME`, or set 127.0.0.1.");
  }

  @Test
  void certificateThatIsNotThereIsRefusedBeforeAnythingStarts() throws IOException {
    file =
        Cli.pipeline(
            directory, Cli.MINIMAL + "serve: { tls: { certificate: a.pem, key: b.pem } }\n");

    Cli.execute("serve", "-f", file)
        .expectError(
            ExitCode.USAGE,
            "INVALID_CONFIG",
            "Cannot use serve.tls.certificate '%s': there is no such file. Create it, or fix the path."
                .formatted(directory.resolve("a.pem")));
  }

  private JsonNode json(String... arguments) {
    String[] all = new String[arguments.length + 5];
    all[0] = "keys";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    System.arraycopy(new String[] {"-f", file, "-o", "json"}, 0, all, arguments.length + 1, 4);
    Cli.Ended ended = Cli.execute(all);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.OK);
    return ended.json();
  }
}
