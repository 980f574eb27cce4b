package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileEnd;
import dev.freshet.autoloader.fs.PathText;
import dev.freshet.autoloader.listing.SeenFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalLandingZoneTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir Path root;

  @Test
  void listingHasWantedFilesOnly() throws IOException {
    for (String name :
        List.of("a.json", ".a", "_b", "c.tmp", "d.crc", "e._COPYING_", "f.txt", "g.json.tmp")) {
      Files.writeString(root.resolve(name), "x");
    }
    Files.createDirectory(root.resolve("directory.json"));

    try (LocalLandingZone zone = zone(Optional.of("*.json"), false)) {
      assertThat(names(zone)).containsExactly("a.json");
    }
    try (LocalLandingZone zone = zone(Optional.empty(), false)) {
      assertThat(names(zone)).containsExactlyInAnyOrder("a.json", "f.txt");
    }
  }

  @Test
  void renamedInFileIsHinted() throws Exception {
    try (LocalLandingZone zone = zone(Optional.empty(), false)) {
      Files.writeString(root.resolve(".a"), "x\n");
      Files.move(root.resolve(".a"), root.resolve("a"));

      assertThat(hintOf(zone, "a").size()).isEqualTo(2);
    }
  }

  @Test
  void zoneThatIsNotWatchedGivesNoHintsBeforeItIsListed() throws Exception {
    try (LocalLandingZone zone =
        LocalLandingZone.listed(
            root,
            new LandingFilter(Optional.empty()),
            new LocalLandingZone.Depth(true, false),
            new SeenFiles())) {
      Files.writeString(Files.createDirectories(root.resolve("x")).resolve("a"), "x\n");

      assertThat(zone.await(Duration.ofMillis(20))).isEqualTo(LandingZone.Hints.NONE);
      assertThat(names(zone)).containsExactly("a");
    }
  }

  @Test
  void glanceFindsNewNamesOfAListedZoneAndTellsWhenItCannot() throws Exception {
    SeenFiles seen = new SeenFiles();
    Path below = Files.createDirectories(root.resolve("x"));
    Files.writeString(below.resolve("a"), "x\n");
    try (LocalLandingZone zone =
        LocalLandingZone.listed(
            root,
            new LandingFilter(Optional.empty()),
            new LocalLandingZone.Depth(true, false),
            seen)) {
      zone.list(seen::remember);

      Files.writeString(below.resolve("b"), "x\n");
      LandedFile found = hintOf(zone, "b");
      assertThat(found.path()).isEqualTo(below.resolve("b").toString());
      seen.remember(found);
      Files.writeString(Files.createDirectories(below.resolve("y")).resolve("c"), "x\n");
      seen.remember(hintOf(zone, "c"));
      assertThat(zone.givesHints()).isTrue();

      Files.writeString(root.resolve(".z"), "longer\n");
      Files.move(root.resolve(".z"), below.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
      await()
          .atMost(LIMIT)
          .until(() -> zone.await(Duration.ofMillis(5)) != null && !zone.givesHints());
      zone.list(seen::remember);
      assertThat(zone.givesHints()).isTrue();
    }
  }

  @Test
  void rewrittenFileIsHinted() throws Exception {
    Files.writeString(root.resolve("a"), "x\n");
    try (LocalLandingZone zone = zone(Optional.empty(), false)) {
      Files.writeString(root.resolve("a"), "longer\n");

      LandedFile seen = hintOf(zone, "a");
      while (seen.size() != 7) {
        seen = hintOf(zone, "a"); // Truncation and writing are two events.
      }
    }
  }

  @Test
  void fileInANewSubDirectoryIsHintedOrListed() throws Exception {
    try (LocalLandingZone zone = zone(Optional.empty(), true)) {
      Path below = Files.createDirectories(root.resolve("x"));
      Files.writeString(below.resolve("a"), "x\n");
      assertThat(hintOf(zone, "a").path()).isEqualTo(below.resolve("a").toString());

      Files.writeString(below.resolve("b"), "x\n");
      assertThat(hintOf(zone, "b").path()).isEqualTo(below.resolve("b").toString());
      assertThat(names(zone)).containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  void onlyRegularFilesAreRead(@TempDir Path outside) throws Exception {
    Path secret = Files.writeString(outside.resolve("secret"), "x\n");
    Path file = Files.writeString(root.resolve("file"), "x\n");
    Files.createLink(root.resolve("hard"), file);
    Files.createSymbolicLink(root.resolve("inside"), file);
    Files.createSymbolicLink(root.resolve("outside"), secret);
    Files.createSymbolicLink(root.resolve("device"), Path.of("/dev/zero"));
    Files.createSymbolicLink(root.resolve("kernel"), Path.of("/proc/self/environ"));
    Files.createSymbolicLink(root.resolve("below"), outside);
    Files.createSymbolicLink(root.resolve("nowhere"), outside.resolve("absent"));
    assertThat(new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start().waitFor())
        .isZero();

    try (LocalLandingZone zone = zone(Optional.empty(), true)) {
      assertThat(names(zone)).containsExactlyInAnyOrder("file", "hard");
      assertThat(zone.look(root.resolve("fifo").toString())).isEmpty();
      assertThat(zone.look(root.resolve("outside").toString())).isEmpty();
    }
    try (LocalLandingZone zone =
        LocalLandingZone.listed(
            root,
            new LandingFilter(Optional.empty()),
            new LocalLandingZone.Depth(true, true),
            new SeenFiles())) {
      assertThat(names(zone)).containsExactlyInAnyOrder("file", "hard", "inside", "outside");
    }
  }

  @Test
  void fileThatBecameAFifoIsNotOpened() throws Exception {
    try (LocalLandingZone zone = zone(Optional.empty(), false)) {
      LandedFile file = written(zone, "a", "one\n");
      Files.delete(root.resolve("a"));
      assertThat(new ProcessBuilder("mkfifo", file.path()).start().waitFor()).isZero();

      assertThat(zone.looksUnfinished(file, FileEnd.LINE)).isTrue();
      assertThat(zone.content(file)).isEmpty();
    }
  }

  @Test
  void lostEventsAskForAListing() throws Exception {
    try (LocalLandingZone zone = zone(Optional.empty(), false)) {
      for (int i = 0; i < 2_000; i++) {
        Files.createFile(root.resolve("f" + i));
      }
      boolean listingNeeded = zone.await(LIMIT).listingNeeded();
      for (int wait = 0; wait < 20 && !listingNeeded; wait++) {
        listingNeeded = zone.await(Duration.ofMillis(100)).listingNeeded();
      }
      assertThat(listingNeeded).isTrue();
    }
  }

  @Test
  void contentTellsWhetherAFileLooksUnfinished() throws IOException {
    try (LocalLandingZone zone = zone(Optional.empty(), false)) {
      assertThat(zone.looksUnfinished(written(zone, "empty", ""), FileEnd.LINE)).isTrue();
      assertThat(zone.looksUnfinished(written(zone, "cut", "one\ntw"), FileEnd.LINE)).isTrue();
      assertThat(zone.looksUnfinished(written(zone, "whole", "one\n"), FileEnd.LINE)).isFalse();
      LandedFile gone = written(zone, "gone", "one\n");
      Files.delete(root.resolve("gone"));
      assertThat(zone.looksUnfinished(gone, FileEnd.LINE)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void linkThatLeadsInACircleDoesNotKeepOtherFilesFromBeingFound(boolean recursive)
      throws Exception {
    Path loop = root.resolve("loop.json");
    Files.createSymbolicLink(loop, loop);
    Files.writeString(root.resolve("a.json"), "x\n");
    try (LocalLandingZone zone = zone(Optional.empty(), recursive)) {
      assertThat(names(zone)).containsExactly("a.json");
      assertThat(zone.look(loop.toString())).isEmpty();

      // When the link is replaced by a file
      Files.delete(loop);
      Files.writeString(loop, "x\n");

      assertThat(names(zone)).containsExactlyInAnyOrder("a.json", "loop.json");
    }
  }

  @Test
  void directoryThatMayNotBeReadIsSkippedUntilItMay() throws IOException {
    Path closed = Files.createDirectory(root.resolve("closed"));
    Files.writeString(closed.resolve("b"), "x\n");
    Files.writeString(root.resolve("a"), "x\n");
    for (String permissions : List.of("---------", "r--------")) {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString(permissions));
      assumeFalse(Files.isExecutable(closed), "this user may read everything");
      try (LocalLandingZone zone = zone(Optional.empty(), true)) {
        assertThat(names(zone)).containsExactly("a");

        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        assertThat(names(zone)).containsExactlyInAnyOrder("a", "b");
      }
    }
  }

  @Test
  void rootThatMayNotBeSearchedFailsTheListing() throws IOException {
    Files.writeString(root.resolve("a"), "x\n");
    try (LocalLandingZone zone = zone(Optional.empty(), false)) {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("r--------"));
      try {
        assumeFalse(Files.isExecutable(root), "this user may read everything");
        assertThatThrownBy(() -> zone.list(file -> {})).isInstanceOf(AccessDeniedException.class);
      } finally {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  @Test
  void fileWhoseNameIsNotTextIsSkippedButAReplacementCharacterIsText() throws Exception {
    createFileWithBytes("bad\\377.json");
    assumeTrue(isUtf8(), "names are not UTF-8 on this machine");
    Files.writeString(root.resolve("\uFFFD.json"), "x\n");

    try (LocalLandingZone zone = zone(Optional.empty(), false)) {
      assertThat(names(zone)).containsExactly("\uFFFD.json");
    }
    try (Stream<Path> entries = Files.list(root)) {
      assertThat(entries.filter(entry -> !PathText.namesItsFile(entry))).hasSize(1);
    }
  }

  /** Java cannot create such a name. */
  private void createFileWithBytes(String printfFormat) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", "echo x > \"$(printf '" + printfFormat + "')\"")
            .directory(root.toFile())
            .inheritIO()
            .start();
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static boolean isUtf8() {
    return "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
  }

  @Test
  void vanishedRootIsReported() throws IOException {
    Path directory = Files.createDirectory(root.resolve("landing"));
    try (LocalLandingZone zone =
        LocalLandingZone.watched(
            directory,
            new LandingFilter(Optional.empty()),
            new LocalLandingZone.Depth(false, false))) {
      Files.delete(directory);

      assertThatThrownBy(() -> zone.list(file -> {}))
          .isInstanceOf(LandingZoneGoneException.class)
          .hasMessage("the directory is no longer there");
    }
  }

  private LocalLandingZone zone(Optional<String> glob, boolean recursive) throws IOException {
    return LocalLandingZone.watched(
        root, new LandingFilter(glob), new LocalLandingZone.Depth(recursive, false));
  }

  private LandedFile written(LocalLandingZone zone, String name, String content)
      throws IOException {
    return zone.look(Files.writeString(root.resolve(name), content).toString()).orElseThrow();
  }

  private static LandedFile hintOf(LocalLandingZone zone, String name) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<LandedFile> found =
          Stream.of(zone.await(Duration.ofMillis(100)))
              .flatMap(hints -> hints.files().stream())
              .filter(file -> file.path().endsWith("/" + name))
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new AssertionError("no hint of " + name + " within " + LIMIT);
  }

  private static List<String> names(LocalLandingZone zone) throws IOException {
    List<String> names = new ArrayList<>();
    zone.list(file -> names.add(Path.of(file.path()).getFileName().toString()));
    return names;
  }

  @Test
  void fileThatGotBackItsSizeAndTimeHasAnotherChange() throws IOException {
    Path file = Files.writeString(root.resolve("a"), "one");
    try (LocalLandingZone zone = zone(Optional.empty(), true)) {
      LandedFile before = zone.look(file.toString()).orElseThrow();
      Files.delete(file);
      Files.writeString(file, "two");
      Files.setLastModifiedTime(file, FileTime.from(before.modifiedAt()));
      LandedFile after = zone.look(file.toString()).orElseThrow();

      assertThat(after.looksLike(before)).isTrue();
      assertThat(after.change()).isNotEqualTo(before.change()).isNotZero();
      List<Long> listed = new ArrayList<>();
      for (int i = 0; i < 11; i++) {
        zone.list(each -> listed.add(each.change()));
      }
      assertThat(listed.get(0)).isEqualTo(after.change());
      assertThat(listed.subList(1, 10)).containsOnly(0L);
      assertThat(listed.get(10)).isEqualTo(after.change());
      Files.delete(file);
      assertThat(zone.content(after)).isEmpty();
    }
  }
}
