package dev.freshet.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The models that come as Maven artifacts on the class path. */
enum BuiltInModel {
  /** 6 layers, 384 components, trained on up to 256 tokens; 8-bit weights. */
  ALL_MINILM_L6_V2("all-minilm-l6-v2", "int8", "/all-minilm-l6-v2-q", 256);

  private final String modelName;
  private final String precision;
  private final String resource;
  private final int maxTokens;

  BuiltInModel(String modelName, String precision, String resource, int maxTokens) {
    this.modelName = modelName;
    this.precision = precision;
    this.resource = resource;
    this.maxTokens = maxTokens;
  }

  static Optional<BuiltInModel> named(String name) {
    return Arrays.stream(values()).filter(model -> model.modelName.equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(model -> model.modelName).toList();
  }

  /**
   * Reads the files from the class path.
   *
   * @throws UnreadableModelException if the artifact is missing or damaged
   */
  ModelFiles read() {
    return new ModelFiles(
        modelName,
        modelName + ":" + precision,
        bytes(resource + ".onnx"),
        bytes(resource + "-tokenizer.json"),
        ModelSettings.meanOf(maxTokens));
  }

  /** By this class's own loader: a thread's context loader may not see the model's jar. */
  private byte[] bytes(String path) {
    try (InputStream stream = BuiltInModel.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new UnreadableModelException(
            modelName, "the class path has no resource `%s`".formatted(path), null);
      }
      return stream.readAllBytes();
    } catch (IOException damaged) {
      throw new UnreadableModelException(
          modelName, "resource `%s` cannot be read".formatted(path), damaged);
    }
  }
}
