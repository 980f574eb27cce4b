package dev.freshet.cli.architecture;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.RecordDeclaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Java sources, and what of them breaks a rule that no compiled class shows.
 *
 * @param files all sources but {@code package-info.java}
 */
record SourceTree(List<Path> files) {

  private static final Pattern LOG_KEY = Pattern.compile("addKeyValue\\(\\s*([^,]+?)\\s*,");

  /** The main sources of every module of the checkout, whether or not this module sees it. */
  static SourceTree ofAllModules() throws IOException {
    Path root = Path.of("..");
    List<Path> files = new ArrayList<>();
    for (Path group : List.of(root, root.resolve("extensions"))) {
      try (Stream<Path> modules = Files.list(group)) {
        for (Path module : modules.sorted().toList()) {
          Path sources = module.resolve("src/main/java");
          if (Files.isDirectory(sources)) {
            files.addAll(of(sources).files());
          }
        }
      }
    }
    return new SourceTree(files);
  }

  /** All sources below a directory. */
  static SourceTree of(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return new SourceTree(
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("package-info.java"))
              .sorted()
              .toList());
    }
  }

  /** The sources that are not those of {@code module}. */
  SourceTree without(String module) {
    Path excluded = Path.of("..", module);
    return new SourceTree(files.stream().filter(file -> !file.startsWith(excluded)).toList());
  }

  /** Packages with more than {@code most} files, with their number. */
  List<String> packagesAbove(int most) {
    Map<Path, Long> sizes =
        files.stream().collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    return sizes.entrySet().stream()
        .filter(each -> each.getValue() > most)
        .map(each -> each.getKey() + ": " + each.getValue() + " files")
        .sorted()
        .toList();
  }

  /** Records with more than {@code most} components, with their number. */
  List<String> recordsAbove(int most) throws IOException {
    JavaParser parser =
        new JavaParser(
            new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17));
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      String source = Files.readString(file);
      if (!source.contains("record ")) {
        continue;
      }
      CompilationUnit unit = parser.parse(source).getResult().orElseThrow();
      for (RecordDeclaration each : unit.findAll(RecordDeclaration.class)) {
        if (each.getParameters().size() > most) {
          found.add(
              "%s, %s: %d components"
                  .formatted(file, each.getNameAsString(), each.getParameters().size()));
        }
      }
    }
    return found;
  }

  /** Names that more than one top-level type has, with their files. */
  List<String> namesTwice() {
    Map<String, List<Path>> byName =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    file -> file.getFileName().toString(), TreeMap::new, Collectors.toList()));
    return byName.values().stream().filter(same -> same.size() > 1).map(List::toString).toList();
  }

  /** Keys of log statements that are not among {@code known}, or are no literals, by file. */
  List<String> otherLogKeys(Set<String> known) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : files) {
      Matcher keys = LOG_KEY.matcher(Files.readString(file));
      while (keys.find()) {
        String key = keys.group(1);
        boolean literal = key.startsWith("\"") && key.endsWith("\"");
        if (!literal || !known.contains(key.substring(1, key.length() - 1))) {
          found.add(file + ": " + key);
        }
      }
    }
    return List.copyOf(found);
  }
}
