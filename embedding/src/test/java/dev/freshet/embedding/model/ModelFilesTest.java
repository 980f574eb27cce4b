package dev.freshet.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelFilesTest {

  private static final ModelSettings SETTINGS =
      new ModelSettings(Pooling.MEAN, 256, "passage: ", "query: ");
  private static final ModelFiles FILES = files(new byte[] {1, 2}, new byte[] {3}, SETTINGS);

  @Test
  void fingerprintIsStableAndReadable() {
    assertThat(FILES.fingerprint("1.26.0"))
        .matches("label:[0-9a-f]{12}")
        .isEqualTo(files(new byte[] {1, 2}, new byte[] {3}, SETTINGS).fingerprint("1.26.0"));
  }

  @Test
  void everythingAVectorDependsOnChangesTheFingerprint() {
    byte[] onnx = {1, 2};
    byte[] tokenizer = {3};
    assertThat(
            List.of(
                FILES.fingerprint("1.26.0"),
                FILES.fingerprint("1.27.0"),
                files(new byte[] {1, 3}, tokenizer, SETTINGS).fingerprint("1.26.0"),
                files(onnx, new byte[] {4}, SETTINGS).fingerprint("1.26.0"),
                with(new ModelSettings(Pooling.CLS, 256, "passage: ", "query: ")),
                with(new ModelSettings(Pooling.MEAN, 255, "passage: ", "query: ")),
                with(new ModelSettings(Pooling.MEAN, 256, "", "query: ")),
                with(new ModelSettings(Pooling.MEAN, 256, "passage: ", "")),
                // The same characters, divided differently between the prefixes.
                with(new ModelSettings(Pooling.MEAN, 256, "passage: query: ", ""))))
        .doesNotHaveDuplicates();
  }

  private static String with(ModelSettings settings) {
    return files(new byte[] {1, 2}, new byte[] {3}, settings).fingerprint("1.26.0");
  }

  private static ModelFiles files(byte[] onnx, byte[] tokenizer, ModelSettings settings) {
    return new ModelFiles("name", "label", onnx, tokenizer, settings);
  }
}
