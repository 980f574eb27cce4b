package dev.freshet.lance.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.storage.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSyncTest {

  @TempDir Path directory;
  private final List<String> synced = new ArrayList<>();
  private Path root;
  private TableSync sync;

  @BeforeEach
  void makeTable() throws IOException {
    root = directory.resolve("docs.lance");
    Files.createDirectories(root.resolve("_versions"));
    Files.createDirectories(root.resolve("_indices/old"));
    Files.writeString(root.resolve("_indices/old/index.idx"), "x");
    sync =
        new TableSync(
            root,
            new Durable() {
              @Override
              public void sync(Path file) throws IOException {
                if (!Files.exists(file)) {
                  throw new IOException("gone");
                }
                synced.add(root.relativize(file).toString());
              }

              @Override
              public void syncDirectory(Path names) {
                synced.add("names of " + directory.relativize(names));
              }
            });
  }

  @Test
  void manifestIsSyncedBeforeItsNameAndTheNamesAboveOnce() throws IOException {
    manifest(1);
    manifest(2);

    sync.manifest(1);
    sync.manifest(2);

    assertThat(synced)
        .containsExactly(
            "_versions/18446744073709551614.manifest",
            "names of docs.lance/_versions",
            "names of docs.lance",
            "names of ",
            "_versions/18446744073709551613.manifest",
            "names of docs.lance/_versions");
  }

  @Test
  void whatAnActionHasMadeIsSyncedAndNothingElse() throws IOException {
    sync.around(() -> write("_indices/new/part.lance"));

    assertThat(synced)
        .containsExactly(
            "_indices/new/part.lance",
            "names of docs.lance/_indices/new",
            "names of docs.lance/_indices",
            "names of docs.lance",
            "names of ");
  }

  @Test
  void manifestThatIsNotOnDiskIsAnError() {
    assertThatThrownBy(() -> sync.manifest(3))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot sync files of " + root);
  }

  private void manifest(long version) throws IOException {
    Files.writeString(ManifestFile.path(root.toString(), version), "x");
  }

  private Path write(String name) {
    try {
      Files.createDirectories(root.resolve(name).getParent());
      return Files.writeString(root.resolve(name), "x");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
