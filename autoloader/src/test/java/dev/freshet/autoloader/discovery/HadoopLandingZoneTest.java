package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.HadoopStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the file system of Hadoop that reads the local disk. */
class HadoopLandingZoneTest extends LandingZoneContract {
  @TempDir Path directory;
  private long writes;

  @Override
  protected String root() {
    return "file:" + directory;
  }

  @Override
  protected void land(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    // This file system has milliseconds and no entity tags.
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60 - ++writes)));
  }

  @Override
  protected void remove(String name) throws IOException {
    Files.delete(directory.resolve(name));
  }

  @Override
  LandingZone zone(LandingFilter filter, boolean recursive) throws IOException {
    return new HadoopLandingZone(new HadoopAccess(root(), Map.of()).store(), filter, recursive);
  }

  @Test
  void directoryThatIsGoneFailsTheListing() throws IOException {
    LandingZone zone = zone(new LandingFilter(Optional.empty()), true);
    Files.delete(directory);

    assertThatThrownBy(() -> zone.list(file -> {})).isInstanceOf(LandingZoneGoneException.class);
    Files.createDirectory(directory);
    zone.close();
  }

  @Test
  void errorOfWhoTakesTheFilesEndsTheListing() throws Exception {
    for (int i = 0; i < 50; i++) {
      land("d" + i + "/a", "x\n");
    }
    try (LandingZone zone = zone(new LandingFilter(Optional.empty()), true)) {
      assertThatThrownBy(
              () ->
                  zone.list(
                      file -> {
                        throw new IllegalStateException("full");
                      }))
          .hasMessage("full");
    }
  }

  @Test
  void numberOfChangesFollowsTheEntityTagHoweverItIsQuoted() {
    assertThat(HadoopStore.change(null)).isZero();
    assertThat(HadoopStore.change("\"0x8D\""))
        .isNotZero()
        .isEqualTo(HadoopStore.change("0x8D"))
        .isNotEqualTo(HadoopStore.change("0x8E"));
  }
}
