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

  private static final String HEADER_START = "<!-- Made from the code. Rewrite it with: ";

  /** How a page says that nobody should edit it. */
  public static final String HEADER = HEADER_START + REWRITE + " -->\n";

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

  /**
   * As {@link #check}, of what a page says between the line {@link #HEADER} and its end, or the
   * next such line: one page may be made by several modules.
   */
  public static void checkPart(String name, String content) throws IOException {
    Path page = MODULE.resolveSibling("docs").resolve(name);
    String whole = Files.readString(page);
    int begin = whole.indexOf(HEADER);
    assertThat(begin).as("docs/%s has the line %s", name, HEADER).isNotNegative();
    begin += HEADER.length();
    int next = whole.indexOf(HEADER_START, begin);
    int end = next < 0 ? whole.length() : next;
    if (Boolean.getBoolean("freshet.docs.write")) {
      Files.writeString(page, whole.substring(0, begin) + content + whole.substring(end));
      return;
    }
    assertThat(whole.substring(begin, end))
        .as("part of docs/%s is stale; run: %s", name, REWRITE)
        .isEqualTo(content);
  }
}
