package dev.freshet.cli;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.javadoc.JavadocBlockTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The javadoc of the components of a record, read from the sources of the checkout. */
final class ComponentDocs {

  private final JavaParser parser =
      new JavaParser(
          new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17));

  private final Map<Class<?>, Map<String, String>> known = new HashMap<>();

  Optional<String> of(Class<?> type, String component) {
    return Optional.ofNullable(known.computeIfAbsent(type, this::read).get(component));
  }

  private Map<String, String> read(Class<?> type) {
    CompilationUnit unit;
    try {
      unit = parser.parse(source(type)).getResult().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> docs = new HashMap<>();
    unit.findAll(RecordDeclaration.class).stream()
        .filter(declared -> declared.getNameAsString().equals(type.getSimpleName()))
        .flatMap(declared -> declared.getJavadoc().stream())
        .flatMap(javadoc -> javadoc.getBlockTags().stream())
        .filter(tag -> tag.getType() == JavadocBlockTag.Type.PARAM)
        .forEach(tag -> docs.put(tag.getName().orElseThrow(), markdown(tag)));
    return docs;
  }

  /** A module has the name of its package. */
  private static Path source(Class<?> type) {
    String module = type.getPackageName().split("\\.")[2];
    return Path.of("..", module, "src/main/java")
        .resolve(type.getPackageName().replace('.', '/'))
        .resolve(type.getNestHost().getSimpleName() + ".java");
  }

  private static String markdown(JavadocBlockTag tag) {
    return tag.getContent()
        .toText()
        .replaceAll("\\s+", " ")
        .replaceAll("\\{@(?:code|link) #?([^}]*)}", "`$1`");
  }
}
