package dev.freshet.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.mask.Mask;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShownConfigTest {

  private final ShownConfig shown = new ShownConfig(Mask.of(List.of("planted")));

  @Test
  void knownKeysAreShownWithoutCredentials() {
    assertThat(
            shown.of(
                Map.of(
                    "name", "docs",
                    "source", Map.of("path", "https://u:p@h/x?sig=1", "epoch", 2),
                    "record", Map.of("key", List.of("id", "planted")),
                    "serve", Map.of("tls", Map.of("key", "tls/key.pem")))))
        .isEqualTo(
            Map.of(
                "name", "docs",
                "source", Map.of("path", "https://***@h/x?***", "epoch", 2),
                "record", Map.of("key", List.of("id", "***")),
                "serve", Map.of("tls", Map.of("key", "tls/key.pem"))));
  }

  @Test
  void secretsFreeSettingsAndUnknownKeysAreMasked() {
    assertThat(
            shown.of(
                Map.of(
                    "embedding",
                        Map.of(
                            "api-key",
                            "sk-1",
                            "settings",
                            Map.of("apiKey", 12345, "modelName", "x", "log", true)),
                    "source", Map.of("options", Map.of("password", "x")),
                    "embeding", Map.of("api-key", "x", "list", List.of("y")))))
        .isEqualTo(
            Map.of(
                "embedding",
                    Map.of(
                        "api-key",
                        "***",
                        "settings",
                        Map.of("apiKey", "***", "modelName", "***", "log", true)),
                "source", Map.of("options", Map.of("password", "***")),
                "embeding", Map.of("api-key", "***", "list", List.of("***"))));
  }

  @Test
  void referenceIsShownAndNotItsValue() {
    assertThat(
            shown.of(
                Map.of(
                    "embedding", Map.of("api-key", "${env:OPENAI_KEY}", "url", "${env:URL}/v1"))))
        .isEqualTo(
            Map.of("embedding", Map.of("api-key", "${env:OPENAI_KEY}", "url", "${env:URL}/v1")));
    assertThat(ShownConfig.variables("a: ${env:A}\nb: ${file:/x/y} ${env:B}"))
        .containsExactly("A", "B");
    assertThat(ShownConfig.files("a: ${env:A}\nb: ${file:/x/y}")).containsExactly("/x/y");
  }

  @Test
  void everyKeyOfTheCatalogueIsShownUnlessItIsASecretOrFree() {
    for (ConfigKey key : ConfigKey.values()) {
      Object tree = "value";
      String[] names = key.path().split("\\.");
      for (int i = names.length - 1; i >= 0; i--) {
        tree = Map.of(names[i], tree);
      }
      @SuppressWarnings("unchecked")
      String text = shown.of((Map<String, Object>) tree).toString();
      boolean hidden =
          List.of(
                  "source.options",
                  "embedding.settings",
                  "embedding.api-key",
                  "storage.account-key",
                  "storage.sas-token",
                  "storage.client-secret",
                  "storage.access-key",
                  "storage.secret-key",
                  "storage.session-token")
              .contains(key.path());
      assertThat(text.contains("value")).as(key.path()).isEqualTo(!hidden);
    }
  }
}
