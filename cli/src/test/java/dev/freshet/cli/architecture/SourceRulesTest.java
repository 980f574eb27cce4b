package dev.freshet.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules of docs/contributing.md that are read off the sources; a failure lists all offenders. */
class SourceRulesTest {

  private static final int PACKAGE_FILES_MAX = 18;
  private static final int RECORD_COMPONENTS_MAX = 7;

  private static final Pattern LOG_KEYS = Pattern.compile("camelCase keys[^`]*`([^`]+)`");

  private static SourceTree shipped;
  private static SourceTree planted;

  @BeforeAll
  static void read() throws IOException {
    shipped = SourceTree.ofAllModules();
    planted = SourceTree.of(Path.of("src/test/java/dev/freshet/cli/architecture/planted"));
  }

  @Test
  void everyModuleIsRead() {
    assertThat(shipped.files())
        .hasSizeGreaterThan(400)
        .anyMatch(file -> file.startsWith("../bench"))
        .anyMatch(file -> file.startsWith("../extensions/documents"));
  }

  @Test
  void noPackageIsADrawer() {
    assertThat(shipped.packagesAbove(PACKAGE_FILES_MAX)).isEmpty();

    assertThat(planted.packagesAbove(1)).isNotEmpty();
  }

  @Test
  void noRecordIsTwoThings() throws IOException {
    assertThat(shipped.without("bench").recordsAbove(RECORD_COMPONENTS_MAX)).isEmpty();

    assertThat(planted.recordsAbove(RECORD_COMPONENTS_MAX)).hasSize(1);
  }

  @Test
  void noTwoTypesHaveTheSameName() {
    assertThat(shipped.namesTwice()).isEmpty();

    assertThat(planted.namesTwice()).hasSize(1);
  }

  @Test
  void logStatementsUseTheKeysOfTheList() throws IOException {
    Set<String> known = logKeys();

    assertThat(shipped.otherLogKeys(known)).isEmpty();

    assertThat(planted.otherLogKeys(known)).singleElement().asString().contains("colour");
  }

  private static Set<String> logKeys() throws IOException {
    Matcher list = LOG_KEYS.matcher(Files.readString(Path.of("../docs/contributing.md")));
    assertThat(list.find()).as("the list of keys in docs/contributing.md").isTrue();
    return Set.of(list.group(1).strip().split(",\\s+"));
  }
}
