package dev.freshet.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.cli.Cli;
import dev.freshet.home.report.FreshnessWindow;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The window of {@code status}, without a home. */
class StatusWindowTest {

  @TempDir Path directory;

  @Test
  void windowThatIsNotKeptIsRefusedWithThoseThatAre() {
    Cli.Ended ended = Cli.execute("status", "--window", "7m");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("'7m' is not one of 1m, 5m, 15m, 1h");
  }

  @ParameterizedTest
  @EnumSource(FreshnessWindow.class)
  void everyWindowCanBeChosen(FreshnessWindow window) throws IOException {
    JsonNode status = status("--window", window.label());

    assertThat(status.at("/freshness/window").asText()).isEqualTo(window.label());
  }

  @Test
  void fiveMinutesAreTheDefault() throws IOException {
    assertThat(status().at("/freshness/window").asText()).isEqualTo("5m");
  }

  private JsonNode status(String... options) throws IOException {
    String file =
        Cli.pipeline(
            directory,
            """
            name: docs
            source: { path: ./landing }
            record: { key: [id] }
            document: { text: "{body}" }
            """);
    String[] arguments = new String[options.length + 5];
    System.arraycopy(new String[] {"status", "-o", "json", "-f", file}, 0, arguments, 0, 5);
    System.arraycopy(options, 0, arguments, 5, options.length);
    return Cli.execute(arguments).json();
  }
}
