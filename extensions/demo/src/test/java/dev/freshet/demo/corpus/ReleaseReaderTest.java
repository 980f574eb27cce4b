package dev.freshet.demo.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseReaderTest {

  @TempDir private Path directory;

  @Test
  void readsAllSourcesOrderedByIdAndNamesTheFilesItSkips() throws IOException {
    Path jar =
        jar(
            Map.of(
                "lib/B.java", "package lib; /** B. */ public class B {}",
                "lib/A.java", "package lib; /** A. */ public class A {}",
                "lib/Broken.java", "package lib; public class {",
                "lib/notes.txt", "not a source",
                "META-INF/versions/9/lib/A.java", "package lib; /** A9. */ public class A {}"));

    Release release = new ReleaseReader().read("1.0", jar);

    assertThat(release.version()).isEqualTo("1.0");
    assertThat(release.records()).extracting(DocRecord::id).containsExactly("lib.A", "lib.B");
    assertThat(release.records())
        .extracting(record -> record.text().body())
        .containsExactly("A.", "B.");
    assertThat(release.skipped()).containsExactly("lib/Broken.java");
  }

  @Test
  void anIdThatOccursTwiceIsKeptOnceAndReported() throws IOException {
    String twice =
        "package lib; /** T. */ public class T {"
            + "/** util */ public void a(java.util.List l) {}"
            + "/** awt */ public void a(java.awt.List l) {} }";

    Release release = new ReleaseReader().read("1.0", jar(Map.of("lib/T.java", twice)));

    assertThat(release.records())
        .extracting(record -> record.text().body())
        .containsExactly("T.", "util");
    assertThat(release.skipped()).containsExactly("lib.T#a(List)");
  }

  @Test
  void aMissingJarIsAnErrorThatSaysWhatToDo() {
    Path missing = directory.resolve("none.jar");

    assertThatThrownBy(() -> new ReleaseReader().read("1.0", missing))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot read release 1.0 from " + missing)
        .hasMessageContaining("Build the project again");
  }

  private Path jar(Map<String, String> files) throws IOException {
    Path jar = directory.resolve("lib-sources.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
