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
 * A model class of one of LangChain4j's providers.
 *
 * @param type an {@link EmbeddingModel}
 * @param factory its {@code public static builder()}
 */
record ModelClass(Class<?> type, Method factory) {

  /**
   * Finds the class.
   *
   * @throws InvalidConfigException if there is no such class, it is not an embedding model, or it
   *     has no builder
   */
  static ModelClass named(String name) {
    Class<?> type = load(name);
    if (!EmbeddingModel.class.isAssignableFrom(type)) {
      throw unusable(
          name,
          "it is not an EmbeddingModel of LangChain4j",
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
                        "Name a class that has one; if you need this one, wrap it in a class of"
                            + " your own."));
    return new ModelClass(type, factory);
  }

  String name() {
    return type.getName();
  }

  String simpleName() {
    return type.getSimpleName();
  }

  /**
   * The name of the jar the class is in, which contains the version; of a directory its last part.
   */
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
          "Fix the name, or put the provider's jars into models/ as"
              + " extensions/embedding-langchain4j/README.md says.");
    } catch (LinkageError misfit) {
      throw unusable(
          name,
          "it cannot be loaded (" + misfit + ")",
          "Put all jars of the provider, of one release, into models/ as"
              + " extensions/embedding-langchain4j/README.md says.");
    }
  }

  private static InvalidConfigException unusable(String name, String why, String whatToDo) {
    return new InvalidConfigException(
        "Cannot use embedding.model %s: %s. %s".formatted(name, why, whatToDo));
  }
}
