package dev.freshet.embedding.model;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The models that come as Maven artifacts on the class path. Pooling, prefixes and token limits are
 * those of the model cards; the files do not contain them.
 */
@SuppressWarnings("ImmutableEnumChecker") // The records hold nothing but texts, numbers and enums.
public enum BuiltInModel {
  /** 6 layers, trained on up to 256 tokens; 8-bit weights. */
  ALL_MINILM_L6_V2(
      "all-minilm-l6-v2",
      "all-minilm-l6-v2:int8",
      new ModelArtifact("all-minilm-l6-v2-q", "1.20.0-beta30"),
      "/all-minilm-l6-v2-q",
      new ModelSettings(Pooling.MEAN, 256, "", "")),

  /** The same model with its original 32-bit weights. Its artifact of 83 MB is not bundled. */
  ALL_MINILM_L6_V2_FP32(
      "all-minilm-l6-v2-fp32",
      "all-minilm-l6-v2:fp32",
      new ModelArtifact("all-minilm-l6-v2", "1.20.0-beta30"),
      "/all-minilm-l6-v2",
      new ModelSettings(Pooling.MEAN, 256, "", "")),

  /** 12 layers; 8-bit weights. */
  BGE_SMALL_EN_V1_5(
      "bge-small-en-v1.5",
      "bge-small-en-v1.5:int8",
      new ModelArtifact("bge-small-en-v15-q", "1.20.0-beta30"),
      "/bge-small-en-v1.5-q",
      new ModelSettings(
          Pooling.CLS, 512, "", "Represent this sentence for searching relevant passages: ")),

  /** 12 layers; 8-bit weights. */
  E5_SMALL_V2(
      "e5-small-v2",
      "e5-small-v2:int8",
      new ModelArtifact("e5-small-v2-q", "1.11.0-beta19"),
      "/e5-small-v2-q",
      new ModelSettings(Pooling.MEAN, 512, "passage: ", "query: "));

  private final String modelName;
  private final String label;
  private final ModelArtifact artifact;
  private final String resource;
  private final ModelSettings settings;

  BuiltInModel(
      String modelName,
      String label,
      ModelArtifact artifact,
      String resource,
      ModelSettings settings) {
    this.modelName = modelName;
    this.label = label;
    this.artifact = artifact;
    this.resource = resource;
    this.settings = settings;
  }

  /** The model with this name, if there is one. */
  public static Optional<BuiltInModel> named(String name) {
    return Arrays.stream(values()).filter(model -> model.modelName.equals(name)).findFirst();
  }

  /** The names of all models, the default first. */
  public static List<String> names() {
    return Arrays.stream(values()).map(model -> model.modelName).toList();
  }

  String modelName() {
    return modelName;
  }

  ModelArtifact artifact() {
    return artifact;
  }

  /** Whether the artifact is on the class path; that of a bundled model always is. */
  public boolean isOnClassPath() {
    return BuiltInModel.class.getResource(graph()) != null;
  }

  /**
   * Reads the files from the class path.
   *
   * @throws FreshetException MODEL_UNREADABLE if the artifact is missing, with the command that
   *     fetches it, or if it is damaged
   */
  public ModelFiles read() {
    if (!isOnClassPath()) {
      throw new FreshetException(
          ErrorCode.MODEL_UNREADABLE,
          "Cannot open embedding model `%s`: its artifact %s is not on the class path. Put it there; for ./freshet run `%s` in the checkout."
              .formatted(modelName, artifact.coordinates(), artifact.fetchCommand()));
    }
    return new ModelFiles(
        modelName, label, bytes(graph()), bytes(resource + "-tokenizer.json"), settings);
  }

  private String graph() {
    return resource + ".onnx";
  }

  /** Uses the loader of this class: a thread's context loader may not see the model's jar. */
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
