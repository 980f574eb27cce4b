package dev.freshet.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of {@code docs} that is made from code: compared with the code in every build, rewritten
 * with {@code -Dfreshet.docs.write=true}. Other modules get it in this module's jar of tests.
 */
public final class GeneratedDoc {

  private static final Path MODULE = Path.of("").toAbsolutePath();

  private static final String REWRITE =
      "mvn -q -pl " + MODULE.getFileName() + " test -Dfreshet.docs.write=true";

  /** How a page says that nobody should edit it. */
  public static final String HEADER =
      "<!-- Made from the code. Rewrite it with: " + REWRITE + " -->\n";

  private GeneratedDoc() {}

  /**
   * Fails if the page {@code name} differs from {@code content}, unless pages are to be written.
   */
  public static void check(String name, String content) throws IOException {
    Path page = MODULE.resolveSibling("docs").resolve(name);
    if (Boolean.getBoolean("freshet.docs.write")) {
      Files.writeString(page, content);
    }
    assertThat(page).as("docs/%s is stale; run: %s", name, REWRITE).hasContent(content);
  }
}
