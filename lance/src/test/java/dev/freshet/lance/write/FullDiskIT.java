package dev.freshet.lance.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.lance.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Storage without space, for maintenance and for the writer. {@link FullDisk} makes the checks in a
 * process of its own: on a small disk in its own mount namespace where the system allows that, and
 * on every Linux with a limit on the size of files.
 */
@Timeout(120)
class FullDiskIT {

  private static final String MOUNT = "mount -t tmpfs -o size=8m tmpfs \"$0\" && exec \"$@\"";

  @TempDir Path directory;

  @Test
  void fullDiskLosesNothingAndWorkGoesOnOnceThereIsSpace() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    List<String> mounted = List.of("unshare", "-Urm", "sh", "-c", MOUNT, disk.toString());
    assumeTrue(works(mounted), "this system does not allow a mount namespace");

    assertThat(failures(mounted, disk, "disk")).contains("No space left on device");
  }

  @Test
  void limitOnTheSizeOfFilesLosesNothing() throws Exception {
    assumeTrue(works(List.of("prlimit")), "this system has no prlimit");

    assertThat(failures(List.of(), Files.createDirectory(directory.resolve("files")), "limit"))
        .contains("File too large");
  }

  private String failures(List<String> wrapper, Path disk, String scarcity) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(wrapper, directory, FullDisk.class, disk.toString(), scarcity)) {
      int status = child.awaitEnd();

      assertThat(status).as(Files.readString(directory.resolve("log"))).isZero();
      List<String> lines = child.lines();
      assertThat(lines.get(lines.size() - 1)).isEqualTo("done");
      return String.join("\n", lines);
    }
  }

  private static boolean works(List<String> wrapper) throws InterruptedException {
    try {
      Process trial =
          new ProcessBuilder(Stream.concat(wrapper.stream(), Stream.of("true")).toList())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return trial.waitFor(20, TimeUnit.SECONDS) && trial.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
