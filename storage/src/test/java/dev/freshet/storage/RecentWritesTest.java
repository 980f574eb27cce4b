package dev.freshet.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentWritesTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir Path directory;

  @Test
  void recentContentIsSyncedBeforeTheNamesAboveIt() throws IOException {
    file("home/tables/new", Duration.ofSeconds(119));
    file("home/tables/old", Duration.ofSeconds(121));
    file("home/state/old", Duration.ofDays(3));
    age("home/tables", Duration.ZERO);
    age("home/state", Duration.ofDays(3));
    age("home", Duration.ofDays(3));
    List<String> synced = new ArrayList<>();

    RecentWrites.sync(directory.resolve("home"), NOW, recording(synced));

    assertThat(synced).containsExactly("file new", "names of tables", "names above home");
  }

  private Durable recording(List<String> synced) {
    return new Durable() {
      @Override
      public void sync(Path file) {
        synced.add("file " + file.getFileName());
      }

      @Override
      public void syncDirectory(Path names) {
        synced.add(
            names.equals(directory) ? "names above home" : "names of " + names.getFileName());
      }
    };
  }

  private void file(String name, Duration age) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    age(name, age);
  }

  private void age(String name, Duration age) throws IOException {
    Files.setLastModifiedTime(directory.resolve(name), FileTime.from(NOW.minus(age)));
  }
}
