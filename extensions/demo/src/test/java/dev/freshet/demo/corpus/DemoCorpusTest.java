package dev.freshet.demo.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoCorpusTest {

  private static final Pattern FETCHED =
      Pattern.compile(
          "<artifactId>commons-io</artifactId>\\s*<version>([^<]+)</version>\\s*"
              + "<classifier>sources</classifier>");

  @Test
  void theBuildFetchesTheReleasesThatAreReplayed() throws IOException {
    List<String> fetched =
        FETCHED
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(fetched).isEqualTo(DemoCorpus.RELEASES);
  }
}
