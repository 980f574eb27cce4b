package dev.freshet.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

  private static final Mask MASK = Mask.of(List.of("hunter2", "abc"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cannot reach https://user:S3CRET@host/v1: refused",
        "Cannot reach https://S3CRET@host/v1: refused",
        "https://x.blob.core.windows.net/c/f?sv=2024&sig=S3CRET%3D is away",
        "https://host/#access_token=S3CRET",
        "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=S3CRET/4==;EndpointSuffix=y",
        "jdbc:postgresql://h/d?user=a&password=S3CRET",
        "Server=h;User Id=a;Password=S3CRET;",
        "Authorization: Bearer S3CRET",
        "authorization=Basic S3CRET",
        "{\"apiKey\": \"S3CRET with a blank\", \"n\": 1}",
        "{'client_secret':'S3CRET'}",
        "x-api-key: S3CRET",
        "--token=S3CRET",
        "sk-S3CRETS3CRETS3CRET",
        "AKIAS3CRETS3CRETXX",
        "eyJhbGciOiJIUzI1NiJ9.S3CRETS3CRET.S3CRET_x",
        "0S3CRET89012345678901234567",
        "-----BEGIN PRIVATE KEY-----\nS3CRET\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nS3CRET, cut",
      })
  void secretIsMaskedByItsForm(String text) {
    assertThat(MASK.text(text)).doesNotContain("S3CRET").contains(Mask.MASKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cannot open vector table /data/docs/vectors/docs.lance: it does not exist.",
        "batch failed, stream 0b3fc9d0-8e35-4ea3-a1f8-aabbccddeeff",
        "at dev.freshet.pipeline.stage.BatchProcessor.process(BatchProcessor.java:12)",
        "https://host:8443/v1/embeddings",
        "{title}\n\n{body}",
        "all-minilm-l6-v2"
      })
  void whatIsNoSecretIsShown(String text) {
    assertThat(MASK.text(text)).isEqualTo(text);
  }

  @Test
  void knownSecretIsMaskedWhereverItStands() {
    assertThat(MASK.text("user hunter2: nohunter2x, abc")).isEqualTo("user ***: no***x, abc");
  }

  @Test
  void randomSecretsInEveryPlaceAreMasked() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<UnaryOperator<String>> places =
        List.of(
            s -> "https://u:" + s + "@h/x",
            s -> "https://h/x?a=b&c=" + s,
            s -> "password=" + s,
            s -> "my.api-key: " + s,
            s -> "{\"secret\":\"" + s + "\"}",
            s -> "AccountKey=" + s + ";x=y",
            s -> "Bearer " + s);
    for (int i = 0; i < 2_000; i++) {
      String secret = random.ints(12, 0, 62).mapToObj(MaskTest::letter).reduce("", String::concat);
      String text = places.get(i % places.size()).apply(secret);
      assertThat(Mask.of(List.of()).text("before " + text + " after"))
          .as("seed %s", seed)
          .doesNotContain(secret)
          .startsWith("before ")
          .endsWith(" after");
    }
  }

  private static String letter(int n) {
    return String.valueOf((char) (n < 10 ? '0' + n : n < 36 ? 'a' + n - 10 : 'A' + n - 36));
  }

  @Test
  void jsonKeepsItsShapeAndNoText() {
    assertThat(
            MaskedJson.of(
                Map.of(
                    "state",
                    "RUNNING",
                    "name",
                    "RUNNING",
                    "at",
                    "2026-11-30T08:26:27.994Z",
                    "n",
                    5,
                    "samples",
                    List.of("key 4711", true),
                    "rows",
                    Map.of("row 12 of Ms. Smith", 1))))
        .isEqualTo(
            Map.of(
                "state",
                "RUNNING",
                "name",
                "*** (7 characters)",
                "at",
                "2026-11-30T08:26:27.994Z",
                "n",
                5,
                "samples",
                List.of("*** (8 characters)", true),
                "rows",
                Map.of("member 1", 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "apiKey, true, true",
    "maxTokens, false, true",
    "Password, true, true",
    "sasUrl, false, true",
    "dimension, false, false"
  })
  void namesOfSecrets(String name, boolean secret, boolean suspect) {
    assertThat(SecretNames.isSecret(name)).isEqualTo(secret);
    assertThat(SecretNames.isSuspect(name)).isEqualTo(suspect);
  }
}
