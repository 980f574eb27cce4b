package dev.freshet.storage.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetAsideTest {

  @TempDir Path directory;

  @Test
  void theLastDamagedDirectoryIsKept() throws Exception {
    Path damaged = directory.resolve("keys");
    for (String content : new String[] {"first", "second"}) {
      Files.createDirectories(damaged.resolve("below"));
      Files.writeString(damaged.resolve("below/file"), content);
      SetAside.rename(damaged);
    }

    assertThat(damaged).doesNotExist();
    assertThat(directory.resolve("keys.damaged/below/file")).hasContent("second");
  }

  @Test
  void nothingAtThePathLeavesTheLastDamagedOne() throws Exception {
    Path damaged = Files.writeString(directory.resolve("status.json"), "{");
    SetAside.rename(damaged);
    SetAside.rename(damaged);

    assertThat(directory.resolve("status.json.damaged")).hasContent("{");
  }
}
