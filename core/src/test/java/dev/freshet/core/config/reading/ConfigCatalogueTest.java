package dev.freshet.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.GeneratedDoc;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.InputConfig;
import dev.freshet.core.config.LandingConfig;
import dev.freshet.core.config.OperationConfig;
import dev.freshet.core.config.ServiceAccess;
import dev.freshet.storage.profile.StorageSetting;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigCatalogueTest {

  /** Records that group sections or keys without a level of their own in the file. */
  private static final Set<Class<?>> GROUPS =
      Set.of(InputConfig.class, OperationConfig.class, ServiceAccess.class);

  @Test
  void everyComponentOfTheRecordsHasAKeyAndEveryKeyAComponent() {
    // When
    Stream<String> components = components("", FreshetConfig.class);

    // Then
    assertThat(components)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ConfigKey.values()).map(key -> letters(key.path())).toList());
  }

  @Test
  void everyKeySaysWhatItIsFor() {
    assertThat(ConfigKey.values()).allSatisfy(key -> assertThat(key.doc()).endsWith("."));
  }

  @Test
  void configurationPageIsCurrent() throws IOException {
    GeneratedDoc.check("configuration.md", ConfigPage.print());
  }

  @Test
  void jsonSchemaIsCurrent() throws IOException {
    GeneratedDoc.check("pipeline.schema.json", JsonText.print(ConfigSchema.build()));
  }

  /**
   * Paths of the components that are not sections, letters only, because dots and dashes differ.
   */
  private static Stream<String> components(String section, Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(component -> components(section, component));
  }

  private static Stream<String> components(String section, RecordComponent component) {
    if (component.getType() == LandingConfig.class) {
      return Stream.concat(
          Stream.of("sourcepath", "sourcequeue"),
          Arrays.stream(StorageSetting.values())
              .map(setting -> letters(LandingConfig.key(setting))));
    }
    if (GROUPS.contains(component.getType())) {
      return components(section, component.getType());
    }
    String path = section + letters(component.getName());
    Class<?> type = section(component);
    return type.getSimpleName().endsWith("Config") ? components(path, type) : Stream.of(path);
  }

  /** The type of a section; a section may be optional. */
  private static Class<?> section(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType generic
            && component.getType() == Optional.class
            && generic.getActualTypeArguments()[0] instanceof Class<?> optional
        ? optional
        : component.getType();
  }

  private static String letters(String name) {
    return name.replaceAll("[.-]", "").toLowerCase(Locale.ROOT);
  }
}
