package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.HadoopStore;
import dev.freshet.autoloader.option.PathGlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
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

  /** Hadoop's file system of this machine, which tells what was listed. */
  public static final class CountingFileSystem extends LocalFileSystem {
    static final Set<String> LISTED = ConcurrentHashMap.newKeySet();

    @Override
    public RemoteIterator<FileStatus> listStatusIterator(org.apache.hadoop.fs.Path path)
        throws IOException {
      LISTED.add(path.getName());
      return super.listStatusIterator(path);
    }
  }

  @Test
  void directoriesThatHoldNoFileOfTheGlobAreNotListed() throws Exception {
    for (String month : List.of("2025-12", "2026-01", "2026-02")) {
      for (String source : List.of("left", "right", "other")) {
        land(source + "/" + month + "/x1.json", "x\n");
        land(source + "/" + month + "/deep/x2.json", "x\n");
      }
    }
    PathGlob glob = PathGlob.of(root() + "/{l,r}*/2026-*/x*.json", root(), true, false);
    HadoopAccess access =
        new HadoopAccess(root(), Map.of("fs.file.impl", CountingFileSystem.class.getName()));
    CountingFileSystem.LISTED.clear();
    List<String> found = new ArrayList<>();
    try (LandingZone zone =
        new HadoopLandingZone(
            access.store(), new LandingFilter(Optional.empty(), Optional.of(glob)), true)) {
      zone.list(file -> found.add(file.path().substring(root().length())));
    }

    assertThat(CountingFileSystem.LISTED)
        .containsExactlyInAnyOrder(
            directory.getFileName().toString(), "left", "right", "2026-01", "2026-02");
    assertThat(found)
        .containsExactlyInAnyOrder(
            "/left/2026-01/x1.json",
            "/left/2026-02/x1.json",
            "/right/2026-01/x1.json",
            "/right/2026-02/x1.json");
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
