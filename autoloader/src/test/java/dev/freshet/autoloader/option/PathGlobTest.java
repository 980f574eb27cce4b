package dev.freshet.autoloader.option;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGlobTest {

  /** The columns: glob, file, then whether it is read with a strict and with a lenient globber. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /d/*/in            | /d/a/in/f.json        | true  | true
          /d/*/in            | /d/a/b/in/f.json      | false | true
          /d/*/in            | /d/a/out/f.json       | false | false
          /d/*.json          | /d/f.json             | true  | true
          /d/*.json          | /d/x/f.json           | false | true
          /d/*.json          | /d/f.csv              | false | false
          /d/2026-0?         | /d/2026-01/x/y.json   | true  | true
          /d/2026-0?         | /d/2026-10/x.json     | false | false
          /d/{a,b/c}/in      | /d/b/c/in/f           | true  | true
          /d/{a,b/c}/in      | /d/c/in/f             | false | false
          /d/[ab]*/x         | /d/azz/x/f            | true  | true
          /d/[^ab]*/x        | /d/azz/x/f            | false | false
          /d/a\\[1]/x         | /d/a[1]/x/f           | true  | true
          /d/*               | /e/f                  | false | false
          """)
  void fileIsReadIfItOrADirectoryAboveItMatches(
      String glob, String file, boolean strict, boolean lenient) {
    assertThat(PathGlob.of(glob, "/d", true, true).accepts(file)).isEqualTo(strict);
    assertThat(PathGlob.of(glob, "/d", false, true).accepts(file)).isEqualTo(lenient);
  }

  /** A directory that is left out holds no file that is read, whatever the globs and names are. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyDirectoryAboveAFileThatIsReadMayHoldFiles(long seed) {
    Random random = new Random(seed);
    List<String> parts = List.of("a", "ab", "b*", "*", "?b", "{a,b}", "[ab]", "{a,b/c}", "a\\b");
    List<String> names = List.of("a", "b", "ab", "bb", "c", "ba");
    int pruned = 0;
    for (int i = 0; i < 3000; i++) {
      String below = path(random, parts);
      if (!PathGlob.isGlob(below)) {
        continue;
      }
      String base = PathGlob.base("/d" + below);
      PathGlob glob = PathGlob.of("/d" + below, base, random.nextBoolean(), random.nextBoolean());
      for (int j = 0; j < 20; j++) {
        String file = base + path(random, names) + "/f";
        for (int slash = file.lastIndexOf('/');
            slash > base.length();
            slash = file.lastIndexOf('/', slash - 1)) {
          boolean listed = glob.mayHoldFiles(file.substring(0, slash));
          pruned += listed ? 0 : 1;
          assertThat(listed || !glob.accepts(file)).as(below + " " + file).isTrue();
        }
      }
    }
    assertThat(pruned).isGreaterThan(1000);
  }

  private static String path(Random random, List<String> parts) {
    return random
        .ints(1 + random.nextInt(3), 0, parts.size())
        .mapToObj(parts::get)
        .collect(joining("/", "/", ""));
  }

  /** The columns: glob, directory, then as above. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /d/*/2026-*/x*.json | /d/a              | true  | true
          /d/*/2026-*/x*.json | /d/a/2026-01      | true  | true
          /d/*/2026-*/x*.json | /d/a/2025-01      | false | true
          /d/2026-*/in        | /d/2025-01        | false | false
          /d/2026-*/in        | /d/2026-01        | true  | true
          /d/2026-*/in        | /d/2026-01/out    | false | true
          /d/{a,b/c}/*.json   | /d/b              | true  | true
          /d/{a,b/c}/*.json   | /d/b/d            | false | false
          """)
  void directoriesThatHoldNoFileOfTheGlobAreLeftOut(
      String glob, String directory, boolean strict, boolean lenient) {
    assertThat(PathGlob.of(glob, "/d", true, false).mayHoldFiles(directory)).isEqualTo(strict);
    assertThat(PathGlob.of(glob, "/d", false, false).mayHoldFiles(directory)).isEqualTo(lenient);
  }

  @Test
  void withoutSubDirectoriesOnlyTheFilesOfADirectoryThatMatchesAreRead() {
    PathGlob glob = PathGlob.of("/d/*/in", "/d", true, false);

    assertThat(glob.accepts("/d/a/in/f")).isTrue();
    assertThat(glob.accepts("/d/a/in/deep/f")).isFalse();
  }

  @Test
  void baseIsTheDirectoryAboveTheFirstWildcard() {
    assertThat(PathGlob.base("/d/e/f*/g")).isEqualTo("/d/e");
    assertThat(PathGlob.base("/*")).isEqualTo("/");
    assertThat(PathGlob.base("file:/d/{a,b}")).isEqualTo("file:/d");
    assertThat(PathGlob.base("x*")).isEqualTo(".");
    assertThat(PathGlob.isGlob("/d/e")).isFalse();
  }
}
