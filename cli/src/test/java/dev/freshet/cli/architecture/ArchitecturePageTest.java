package dev.freshet.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says where things are names classes that exist, in the packages they are in. */
class ArchitecturePageTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern CODE = Pattern.compile("`([\\w.]+)`");

  @Test
  void everyClassOfTheWhereTableExists() throws IOException {
    Set<String> types = types();
    List<String> missing = new ArrayList<>();
    for (String row : whereTable()) {
      Matcher names = CODE.matcher(row.substring(row.indexOf('|', 2)));
      while (names.find()) {
        String name = names.group(1);
        if (!exists(name, types)) {
          missing.add(name);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void whereTableStaysShort() throws IOException {
    assertThat(whereTable()).hasSizeBetween(20, 55);
  }

  /** With its package: exactly there. Without: anywhere, the row says the package just before. */
  private static boolean exists(String name, Set<String> types) {
    if (name.endsWith(".json")) {
      return true;
    }
    return name.contains(".")
        ? types.contains("dev.freshet." + name)
        : types.stream().anyMatch(type -> type.endsWith("." + name));
  }

  private static List<String> whereTable() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/architecture.md")).stream()
        .dropWhile(line -> !line.startsWith("## Where does X happen?"))
        .takeWhile(line -> !line.startsWith("## On disk"))
        .filter(line -> line.startsWith("| ") && !line.startsWith("| question"))
        .toList();
  }

  private static Set<String> types() throws IOException {
    try (Stream<Path> files = Files.find(ROOT, 14, (file, is) -> isMain(file))) {
      return files
          .map(file -> file.toString())
          .map(file -> file.substring(file.indexOf("/java/") + "/java/".length()))
          .map(file -> file.replace(".java", "").replace('/', '.'))
          .collect(Collectors.toSet());
    }
  }

  private static boolean isMain(Path file) {
    String path = file.toString();
    return path.endsWith(".java") && path.contains("/src/main/java/");
  }
}
