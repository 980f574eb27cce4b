package dev.freshet.search.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void exampleIsTheOneThatIsCompiled() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/freshet/search/langchain4j/Example.java"));
    int begin = source.indexOf('\n', source.indexOf("// README begins")) + 1;
    String example = source.substring(begin, source.indexOf("\n  // README ends")).stripIndent();

    assertThat(Path.of("README.md")).content().contains(example);
  }
}
