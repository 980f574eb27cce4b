package dev.freshet.testkit.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.storage.objects.LocalObjects;
import dev.freshet.storage.objects.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalObjectsTest extends ObjectStoreContract {
  @TempDir Path directory;

  @Override
  protected ObjectStore store() {
    return new LocalObjects(directory.resolve("made/when needed"));
  }

  @Test
  void whatAKilledProcessLeavesIsNoObject() throws Exception {
    store().putIfAbsent("a", new byte[1]);
    Files.write(directory.resolve("made/when needed/.half"), new byte[7]);

    assertThat(store().list("")).containsExactly("a");
  }
}
