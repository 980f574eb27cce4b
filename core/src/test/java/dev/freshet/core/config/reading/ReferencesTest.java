package dev.freshet.core.config.reading;

import static dev.freshet.core.config.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.ServeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {

  @TempDir private Path directory;

  @Test
  void environmentVariableIsReplacedAnywhereInAValue() {
    // When
    FreshetConfig config =
        read("${env:NAME}", Map.of("port", "${env:PORT}", "bind", "${env:NAME}.${env:NAME}"));

    // Then
    assertThat(config.name()).isEqualTo("articles");
    assertThat(config.serve()).isEqualTo(new ServeConfig(9090, "articles.articles"));
  }

  @Test
  void fileIsReplacedByItsTextWithoutTrailingWhiteSpace() throws IOException {
    // Given
    Files.writeString(directory.resolve("host"), "example.internal\n");

    // Then
    assertThat(read("a", Map.of("bind", "${file:host}")).serve().bind())
        .isEqualTo("example.internal");
    assertThat(
            read("a", Map.of("bind", "${file:" + directory.resolve("host") + "}")).serve().bind())
        .isEqualTo("example.internal");
  }

  @Test
  void escapedReferenceIsLiteralAndReplacedTextIsNotReadAgain() {
    assertThat(read("a", Map.of("bind", "$${env:NAME} $x")).serve().bind())
        .isEqualTo("${env:NAME} $x");
    assertThat(read("a", Map.of("bind", "${env:NESTED}")).serve().bind()).isEqualTo("${env:NAME}");
  }

  @Test
  void referenceToNothingIsRefused() {
    assertBindRefused(
        "${env:MISSING}",
        "the environment variable MISSING is not set. Set it before you start Freshet.");
    assertBindRefused(
        "${file:none}",
        "the file 'none' does not exist. Relative paths start at the directory of the configuration"
            + " file.");
    assertBindRefused(
        "${NAME}",
        "'${NAME}' refers to nothing. Write ${env:NAME} or ${file:path}, or $${ for a literal ${.");
    assertBindRefused(
        "x ${env:NAME", "'${' is never closed. Close it with }, or write $${ for a literal ${.");
  }

  @Test
  void longOrBinaryFileIsRefused() throws IOException {
    Files.write(directory.resolve("bytes"), new byte[] {(byte) 0xC3, '('});
    Files.write(directory.resolve("large"), new byte[64 * 1024 + 1]);
    assertBindRefused(
        "${file:bytes}",
        "the file 'bytes' is not UTF-8 text. Relative paths start at the directory of the"
            + " configuration file.");
    assertBindRefused(
        "${file:large}",
        "the file "
            + directory.resolve("large")
            + " is larger than 65536 bytes. Refer to a file that holds the value alone.");
  }

  @Test
  @Timeout(10)
  void whatIsNoRegularFileIsRefusedAndNeverRead() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (String name : List.of("/dev/zero", pipe.toString(), directory.toString())) {
      assertBindRefused(
          "${file:" + name + "}",
          name + " is not a regular file. Refer to a file that holds the value.");
    }
  }

  @Test
  void messagesShowTheReferenceAndNotItsValue() {
    assertRefused(
        () -> read("${env:SECRET}", Map.of("port", "${env:SECRET}", "bind", "x")),
        "Cannot use serve.port: '${env:SECRET}' is not a whole number. Allowed is 0 to 65535.",
        "Cannot use name: '${env:SECRET}' cannot name a table and a directory. Use lower-case"
            + " letters, digits, _ and -, and start with a letter or digit.");
    assertRefused(
        () -> read("pre${env:SECRET}", Map.of()),
        "Cannot use name: 'pre${env:SECRET}' cannot name a table and a directory. Use"
            + " lower-case letters, digits, _ and -, and start with a letter or digit.");
    assertRefused(
        () -> read("a", Map.of("port", "${env:LARGE_PORT}")),
        "Cannot use serve.port: ${env:LARGE_PORT} is not between 0 and 65535. Set a free port, or 0"
            + " for any.");
  }

  private void assertBindRefused(String bind, String why) {
    assertRefused(() -> read("a", Map.of("bind", bind)), "Cannot use serve.bind: " + why);
  }

  private FreshetConfig read(String name, Map<String, String> serve) {
    Map<String, String> environment =
        Map.of(
            "NAME", "articles",
            "PORT", "9090",
            "LARGE_PORT", "70001",
            "NESTED", "${env:NAME}",
            "SECRET", "Pass\nWord 1");
    return new ConfigReader(environment::get)
        .read(
            Map.of(
                "name", name,
                "source", Map.of("path", "landing"),
                "record", Map.of("key", List.of("id")),
                "document", Map.of("text", "{title}"),
                "serve", serve),
            directory);
  }
}
