package dev.freshet.autoloader.option;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
