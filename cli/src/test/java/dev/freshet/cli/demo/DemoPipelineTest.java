package dev.freshet.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoPipelineTest {

  @Test
  void isYamlThatNamesTheDirectoriesAndTheColumnsOfTheFeed() throws JsonProcessingException {
    JsonNode yaml =
        new YAMLMapper()
            .readTree(DemoPipeline.yaml(Path.of("/tmp/it's home"), Path.of("/tmp/landing")));

    assertThat(yaml.path("home").asText()).isEqualTo("/tmp/it's home");
    assertThat(yaml.at("/source/path").asText()).isEqualTo("/tmp/landing");
    assertThat(yaml.at("/source/changes").asText()).isEqualTo("debezium");
    assertThat(yaml.at("/record/key/0").asText()).isEqualTo("id");
    assertThat(yaml.at("/document/text").asText()).isEqualTo("{signature}\n\n{body}");
  }
}
