package dev.freshet.demo.corpus;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import dev.freshet.demo.corpus.DocRecord.Kind;
import dev.freshet.demo.corpus.DocRecord.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what one source file documents: its public types and their public methods, those with
 * documentation of their own. A member that only inherits its documentation is left out.
 *
 * <p>Not thread-safe; one parser per thread.
 */
final class SourceParser {

  /** Released sources have been compiled once: no need to check them against a language level. */
  private final JavaParser parser =
      new JavaParser(
          new ParserConfiguration()
              .setLanguageLevel(LanguageLevel.RAW)
              .setDoNotAssignCommentsPrecedingEmptyLines(false));

  private final String release;

  SourceParser(String release) {
    this.release = release;
  }

  /** The records of a file in the order they are declared, or empty when it cannot be parsed. */
  Optional<List<DocRecord>> parse(String source) {
    ParseResult<CompilationUnit> result = parser.parse(source);
    if (!result.isSuccessful()) {
      return Optional.empty();
    }
    return result.getResult().map(this::recordsOf);
  }

  private List<DocRecord> recordsOf(CompilationUnit unit) {
    String packagePrefix =
        unit.getPackageDeclaration().map(name -> name.getNameAsString() + ".").orElse("");
    List<DocRecord> records = new ArrayList<>();
    for (TypeDeclaration<?> type : unit.getTypes()) {
      if (type.isPublic()) {
        collect(new Owner(packagePrefix, type.getNameAsString()), type, records);
      }
    }
    return records;
  }

  private void collect(Owner owner, TypeDeclaration<?> type, List<DocRecord> records) {
    describe(type).ifPresent(text -> records.add(typeRecord(owner, type, text)));
    boolean membersArePublic = Signatures.membersArePublic(type);
    for (BodyDeclaration<?> member : type.getMembers()) {
      if (member instanceof MethodDeclaration method && (membersArePublic || method.isPublic())) {
        describe(method).ifPresent(text -> records.add(methodRecord(owner, method, text)));
      } else if (member instanceof TypeDeclaration<?> nested
          && (membersArePublic || nested.isPublic())) {
        collect(owner.nested(nested.getNameAsString()), nested, records);
      }
    }
  }

  private static Optional<DocText> describe(BodyDeclaration<?> declaration) {
    return declaration
        .getComment()
        .filter(comment -> comment.isJavadocComment())
        .map(comment -> DocText.of(comment.asJavadocComment().parse()))
        .filter(text -> !text.body().isBlank());
  }

  private DocRecord typeRecord(Owner owner, TypeDeclaration<?> type, DocText text) {
    String name = owner.qualifiedName();
    return new DocRecord(
        name,
        new Subject(Kind.TYPE, name, null, Signatures.ofType(owner.name(), type)),
        text.deprecatedIf(type.isAnnotationPresent(Deprecated.class)),
        release);
  }

  private DocRecord methodRecord(Owner owner, MethodDeclaration method, DocText text) {
    return new DocRecord(
        owner.qualifiedName() + "#" + Signatures.keyOf(method),
        new Subject(
            Kind.METHOD,
            owner.qualifiedName(),
            method.getNameAsString(),
            Signatures.ofMethod(owner.name(), method)),
        text.deprecatedIf(method.isAnnotationPresent(Deprecated.class)),
        release);
  }

  /** A type as its members see it: {@code name} holds the enclosing types, not the package. */
  private record Owner(String packagePrefix, String name) {

    String qualifiedName() {
      return packagePrefix + name;
    }

    Owner nested(String nestedName) {
      return new Owner(packagePrefix, name + "." + nestedName);
    }
  }
}
