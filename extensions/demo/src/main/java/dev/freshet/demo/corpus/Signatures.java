package dev.freshet.demo.corpus;

import com.github.javaparser.ast.body.AnnotationDeclaration;
import com.github.javaparser.ast.body.ClassOrInterfaceDeclaration;
import com.github.javaparser.ast.body.EnumDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.type.ArrayType;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import com.github.javaparser.ast.type.Type;
import java.util.stream.Collectors;

/** The names of declarations: a stable form for keys, a readable one for people and the model. */
final class Signatures {

  private Signatures() {}

  /** {@code name(Type,Type...)}: the same whatever the parameters are called or typed with. */
  static String keyOf(MethodDeclaration method) {
    return method.getParameters().stream()
        .map(parameter -> rawName(parameter.getType()) + (parameter.isVarArgs() ? "..." : ""))
        .collect(Collectors.joining(",", method.getNameAsString() + "(", ")"));
  }

  /** {@code void Files.copy(File from, File to)}; annotations and modifiers are left out. */
  static String ofMethod(String owner, MethodDeclaration method) {
    return method.getParameters().stream()
        .map(Signatures::readable)
        .collect(
            Collectors.joining(
                ", ",
                method.getType().asString() + " " + owner + "." + method.getName() + "(",
                ")"));
  }

  /** {@code class Files}. */
  static String ofType(String name, TypeDeclaration<?> type) {
    return wordFor(type) + " " + name;
  }

  /** Whether members are public without saying so. */
  static boolean membersArePublic(TypeDeclaration<?> type) {
    return type instanceof AnnotationDeclaration
        || (type instanceof ClassOrInterfaceDeclaration declaration && declaration.isInterface());
  }

  private static String wordFor(TypeDeclaration<?> type) {
    if (type instanceof ClassOrInterfaceDeclaration declaration) {
      return declaration.isInterface() ? "interface" : "class";
    }
    if (type instanceof EnumDeclaration) {
      return "enum";
    }
    return type instanceof AnnotationDeclaration ? "annotation" : "record";
  }

  private static String readable(Parameter parameter) {
    String dots = parameter.isVarArgs() ? "..." : "";
    return parameter.getType().asString() + dots + " " + parameter.getNameAsString();
  }

  private static String rawName(Type type) {
    if (type instanceof ArrayType array) {
      return rawName(array.getComponentType()) + "[]";
    }
    return type instanceof ClassOrInterfaceType named ? named.getNameAsString() : type.asString();
  }
}
