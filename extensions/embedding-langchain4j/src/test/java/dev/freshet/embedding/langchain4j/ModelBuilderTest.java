package dev.freshet.embedding.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.value.EmbeddingSetting;
import dev.freshet.core.error.InvalidConfigException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelBuilderTest {

  private final ModelBuilder builder = builderOf(FakeModel.class);

  @Test
  void settingsBecomeWhatTheBuilderTakes() {
    set("modelName", "m");
    set("dimensions", "8");
    set("seed", "9000000000");
    set("temperature", "0.5");
    set("truncate", "true");
    set("timeout", "30s");
    set("maxRetries", "2");
    set("precision", "high");
    builder.address("http://h");
    builder.apiKey("k");

    assertThat(((FakeModel) builder.build()).settings())
        .isEqualTo("m k http://h 8 9000000000 0.5 true PT30S 2 HIGH");
    assertThat(builder.timeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void modelGetsATimeOutAndNoRetries() {
    assertThat(((FakeModel) builder.build()).settings())
        .isEqualTo("null null null null 0 null false PT1M 0 null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          modelNam   | x   | the builder of FakeModel has no such setting that takes text. The nearest is modelName.
          headers    | x   | the builder of FakeModel has no such setting that takes text. The nearest is baseUrl.
          dimensions | 8.5 | '8.5' is not a whole number. Fix it.
          seed       | x   | 'x' is not a whole number. Fix it.
          temperature| x   | 'x' is not a number. Fix it.
          truncate   | yes | 'yes' is not true or false. Fix it.
          timeout    | 30  | '30' is not a duration such as 500ms or 30s. Fix it.
          precision  | x   | 'x' is not one of LOW, HIGH. Fix it.
          """)
  void settingThatDoesNotFitIsRefused(String name, String value, String why) {
    assertThatThrownBy(() -> set(name, value))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage("Cannot use embedding.settings." + name + ": " + why);
  }

  @Test
  void secretIsNotShownWhenItDoesNotFit() {
    assertThatThrownBy(() -> builder.set("dimensions", new EmbeddingSetting("secret 8", true)))
        .hasMessage(
            "Cannot use embedding.settings.dimensions: '***' is not a whole number. Fix it.");
  }

  @Test
  void settingThatTheBuilderRefusesIsReportedWithoutSecrets() {
    ModelBuilder withKey =
        new ModelBuilder(ModelClass.named(FakeModel.class.getName()), List.of("secret-0815"));
    withKey.apiKey("secret-0815");

    assertThatThrownBy(() -> withKey.set("temperature", new EmbeddingSetting("-1", false)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "Cannot use embedding.model dev.freshet.embedding.langchain4j.FakeModel with these"
                + " settings: temperature() fails with IllegalArgumentException. Fix"
                + " embedding.settings.");
    assertThatThrownBy(() -> set("temperature", "-1"))
        .hasMessageContaining("fails with IllegalArgumentException: temperature is negative");
  }

  @Test
  void addressAndKeyNeedABuilderThatHasThem() {
    ModelBuilder bare = builderOf(BareModel.class);

    assertThatThrownBy(() -> bare.address("http://h"))
        .hasMessage(
            "Cannot use embedding.url: the builder of BareModel has no setting for an address. Leave"
                + " it out, or name another class.");
    assertThatThrownBy(() -> bare.apiKey("k"))
        .hasMessage(
            "Cannot use embedding.api-key: the builder of BareModel has no setting apiKey. Leave it"
                + " out, or name another class.");
    assertThat(bare.build()).isInstanceOf(BareModel.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          dev.langchain4j.model.none.NoModel                   | there is no such class on the class path. Fix the name, or put the provider's jars into models/
          java.lang.String                                     | it is not an EmbeddingModel of LangChain4j. Name a class that is one
          dev.langchain4j.model.embedding.DisabledEmbeddingModel | it has no public static builder(). Name a class that has one
          """)
  void classThatCannotBeUsedIsRefused(String name, String why) {
    assertThatThrownBy(() -> ModelClass.named(name))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("Cannot use embedding.model " + name + ": " + why);
  }

  private void set(String name, String value) {
    builder.set(name, new EmbeddingSetting(value, false));
  }

  private static ModelBuilder builderOf(Class<?> model) {
    return new ModelBuilder(ModelClass.named(model.getName()), List.of());
  }

  /** A model without settings, whose builder is not public. */
  public static final class BareModel implements EmbeddingModel {

    public static Builder builder() {
      return new Builder();
    }

    static final class Builder {
      public BareModel build() {
        return new BareModel();
      }
    }
  }
}
