package dev.freshet.embedding.langchain4j;

import dev.freshet.core.error.InvalidConfigException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * A class of LangChain4j's providers.
 *
 * @param type an {@link EmbeddingModel}
 * @param factory its {@code public static builder()}
 */
record ModelClass(Class<?> type, Method factory) {

  /**
   * Finds the class.
   *
   * @throws InvalidConfigException if there is none, it is no embedding model, or has no builder
   */
  static ModelClass named(String name) {
    Class<?> type = load(name);
    if (!EmbeddingModel.class.isAssignableFrom(type)) {
      throw unusable(
          name,
          "it is no EmbeddingModel of LangChain4j",
          "Name a class that is one, such as dev.langchain4j.model.cohere.CohereEmbeddingModel.");
    }
    Method factory =
        Arrays.stream(type.getMethods())
            .filter(method -> method.getName().equals("builder"))
            .filter(method -> method.getParameterCount() == 0)
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .findFirst()
            .orElseThrow(
                () ->
                    unusable(
                        name,
                        "it has no public static builder()",
                        "Name a class that has one; wrap this one in a class of your own if you"
                            + " need it."));
    return new ModelClass(type, factory);
  }

  String name() {
    return type.getName();
  }

  String simpleName() {
    return type.getSimpleName();
  }

  /** The name of the jar it comes from, which holds its version; of a directory its last part. */
  String origin() {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(location -> URI.create(location.toString()).getPath())
        .map(path -> path.replaceFirst("/$", ""))
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .orElse("unknown");
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, true, ModelClass.class.getClassLoader());
    } catch (ClassNotFoundException missing) {
      throw unusable(
          name,
          "there is no such class on the class path",
          "Mend the name, or put the provider's jars into models/ as embedding-langchain4j/README.md"
              + " says.");
    } catch (LinkageError misfit) {
      throw unusable(
          name,
          "it cannot be loaded (" + misfit + ")",
          "Put all jars of the provider, of one release, into models/ as"
              + " embedding-langchain4j/README.md says.");
    }
  }

  private static InvalidConfigException unusable(String name, String why, String whatToDo) {
    return new InvalidConfigException(
        "Cannot use embedding.model %s: %s. %s".formatted(name, why, whatToDo));
  }
}
