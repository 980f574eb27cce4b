package dev.freshet.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page of {@code docs} that is generated from code: every build compares it with the code, {@code
 * -Dfreshet.docs.write=true} rewrites it. Other modules use this class from this module's test jar.
 */
public final class GeneratedDoc {

  private static final Path MODULE = Path.of("").toAbsolutePath();

  private static final String REWRITE =
      "mvn -q -pl " + MODULE.getFileName() + " test -Dfreshet.docs.write=true";

  private static final String HEADER_START = "<!-- Made from the code. Rewrite it with: ";

  /** The line of a page that says it is generated. */
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
   * As {@link #check}, for the part of a page between the line {@link #HEADER} and the end of the
   * page or the next such line: several modules may generate one page.
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
