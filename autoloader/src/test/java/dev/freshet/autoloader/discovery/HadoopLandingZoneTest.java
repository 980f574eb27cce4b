package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.HadoopAccess;
import dev.freshet.autoloader.fs.HadoopStore;
import dev.freshet.autoloader.option.PathGlob;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
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
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the file system of Hadoop that reads the local disk. */
class HadoopLandingZoneTest extends LandingZoneContract {
  @TempDir java.nio.file.Path directory;
  private long writes;

  @Override
  protected String root() {
    return "file:" + directory;
  }

  @Override
  protected void land(String name, String content) throws IOException {
    java.nio.file.Path file = directory.resolve(name);
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
    public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
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

  @Test
  void fileHasTheSameTimeAloneAsInAListThatTellsMilliseconds() throws Exception {
    land("a.json", "x\n");
    String landing = "s3a://b" + directory;
    HadoopAccess access =
        new HadoopAccess(landing, Map.of("fs.s3a.impl", HttpTimes.class.getName()));
    try (LandingZone zone =
        new HadoopLandingZone(access.store(), new LandingFilter(Optional.empty()), true)) {
      List<LandedFile> listed = new ArrayList<>();
      zone.list(listed::add);

      assertThat(listed).hasSize(1);
      assertThat(zone.look(landing + "/a.json")).contains(listed.get(0));
    }
  }

  /** As some servers of S3: a header of HTTP has the time of one file, in seconds. */
  public static final class HttpTimes extends RawLocalFileSystem {
    /** For Hadoop. */
    public HttpTimes() {}

    @Override
    public String getScheme() {
      return "s3a";
    }

    @Override
    public URI getUri() {
      return URI.create("s3a://b");
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      FileStatus status = super.getFileStatus(path);
      return at(status, status.getModificationTime() / 1000 * 1000);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      FileStatus[] listed = super.listStatus(path);
      for (int i = 0; i < listed.length; i++) {
        listed[i] = at(listed[i], listed[i].getModificationTime() / 1000 * 1000 + 143);
      }
      return listed;
    }

    private static FileStatus at(FileStatus status, long time) {
      return new FileStatus(
          status.getLen(), status.isDirectory(), 1, 1 << 20, time, status.getPath());
    }
  }
}
