package dev.freshet.autoloader.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.filelog.FileHistory.ArchiveMode;
import dev.freshet.autoloader.filelog.FileHistory.Archived;
import dev.freshet.autoloader.filelog.FileHistory.SkipReason;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackedFilesTest {
  private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant NOW = Instant.parse("2026-01-02T03:05:00Z");

  @TempDir Path home;

  @Test
  void stateOfAFileIsHowFarItsBatchCame() throws IOException {
    try (FileLog log = log(4)) {
      log.history().planned(0, 1, NOW);
      log.history().committed(1, NOW.plusSeconds(1), List.of());
      log.history().planned(1, 3, NOW.plusSeconds(2));
      log.markCommitted(1);

      assertThat(states())
          .containsExactly("/1 committed", "/2 processed", "/3 processed", "/4 discovered");
      assertThat(files().get(0).times())
          .isEqualTo(new TrackedFile.Times(NOW, Optional.of(NOW), Optional.of(NOW.plusSeconds(1))));
      assertThat(files().get(1).times().committedAt()).isEmpty();
    }
  }

  @Test
  void batchThatIsOnlyPlannedInTheCheckpointIsNotCommitted() throws IOException {
    try (FileLog log = log(2)) {
      log.history().checkpointIs(home.resolve("check/sources/0").toString());
      log.history().planned(0, 2, NOW);
      write("check/offsets/0", "v1\n{}\n2");

      assertThat(states()).containsExactly("/1 processed", "/2 processed");

      write("check/commits/0", "v1\n{}");
      assertThat(states()).containsExactly("/1 committed", "/2 committed");
      assertThat(files().get(1).times().committedAt())
          .hasValue(Files.getLastModifiedTime(home.resolve("check/commits/0")).toInstant());
    }
  }

  @Test
  void checkpointOfAQueryWithTwoSourcesSaysHowFarEachIs() throws IOException {
    try (FileLog log = log(3)) {
      log.history().checkpointIs("file:" + home.resolve("check/sources/1"));
      write("check/offsets/7", "v1\n{}\n900\n2");
      write("check/commits/7", "v1\n{}");

      assertThat(states()).containsExactly("/1 committed", "/2 committed", "/3 discovered");
    }
  }

  @Test
  void fileInPartsIsOneFileAndCommittedWithItsLastPart() throws IOException {
    try (FileLog log = log(2)) {
      long rest = log.portions().readLater(1, 10, 5, Portion.Care.NONE);
      log.history().planned(0, 2, NOW);
      log.history().committed(2, NOW, List.of());
      log.markCommitted(2);
      assertThat(states()).containsExactly("/1 processed", "/2 committed");

      log.history().planned(2, rest, NOW);
      log.history().committed(rest, NOW, List.of());
      log.markCommitted(rest);
      assertThat(states()).containsExactly("/1 committed", "/2 committed");
    }
  }

  @Test
  void skippedFileSaysWhyUntilItIsRead() throws IOException {
    try (FileLog log = log(1)) {
      LandedFile old = new LandedFile("/old", 3, MODIFIED);
      log.history().skipped(old, SkipReason.TOO_OLD, NOW);
      log.history().skipped(old, SkipReason.TOO_OLD, NOW.plusSeconds(9));

      assertThat(states()).containsExactly("/1 discovered", "/old skipped");
      assertThat(files().get(1).reason()).contains("cloudFiles.maxFileAge");
      assertThat(files().get(1).times().discoveredAt()).isEqualTo(NOW);

      log.append(List.of(old), NOW);
      assertThat(states()).containsExactly("/1 discovered", "/old discovered");
    }
  }

  @Test
  void fileThatWasThereBeforeTheStreamIsSkippedUnlessABatchHasIt() throws IOException {
    try (FileLog log = log(2)) {
      log.history().leftOutThrough(1);
      log.markCommitted(1);
      assertThat(states()).containsExactly("/1 skipped", "/2 discovered");

      log.history().planned(0, 1, NOW);
      assertThat(states()).containsExactly("/1 committed", "/2 discovered");
    }
  }

  @Test
  void archivedFileSaysWhenAndWhereTo() throws IOException {
    try (FileLog log = log(2)) {
      log.markCommitted(2);
      log.history().putArchived(1, new Archived(Optional.of(NOW), ArchiveMode.MOVE, "/archive/1"));
      log.history().putArchived(2, new Archived(Optional.empty(), ArchiveMode.MOVE, "/archive/2"));

      assertThat(states()).containsExactly("/1 archived", "/2 committed");
      assertThat(files().get(0).archived().flatMap(Archived::movedTo)).hasValue("/archive/1");
    }
  }

  @Test
  void batchesOfAnotherCutAreForgotten() throws IOException {
    try (FileLog log = log(4)) {
      log.history().planned(0, 4, NOW);
      log.history().planned(0, 2, NOW);
      assertThat(states())
          .containsExactly("/1 processed", "/2 processed", "/3 discovered", "/4 discovered");

      log.history().planned(0, 3, NOW);
      assertThat(states())
          .containsExactly("/1 processed", "/2 processed", "/3 processed", "/4 discovered");
    }
  }

  @Test
  void newestComeFirstUpToTheLimit() throws IOException {
    try (FileLog log = log(2500)) {
      log.markCommitted(2400);
      List<String> found = new ArrayList<>();
      try (TrackedFiles files = TrackedFiles.open(home.resolve("log"))) {
        files.newest(
            file -> file.state() == TrackedState.COMMITTED,
            2,
            file -> found.add(file.file().path()));
      }
      assertThat(found).containsExactly("/2400", "/2399");
    }
  }

  @Test
  void fileLogIsFoundInACheckpoint() throws IOException {
    try (FileLog log = FileLog.open(home.resolve("check/sources/0/filelog"))) {
      assertThat(TrackedFiles.fileLogOf(home.resolve("check"))).isEqualTo(log.directory());
      assertThat(TrackedFiles.fileLogOf(log.directory())).isEqualTo(log.directory());
    }
    assertThatThrownBy(() -> TrackedFiles.fileLogOf(home))
        .hasMessageContaining("neither a file log nor a checkpoint");
  }

  private FileLog log(int files) {
    FileLog log = FileLog.open(home.resolve("log"));
    List<LandedFile> landed = new ArrayList<>();
    for (int i = 1; i <= files; i++) {
      landed.add(new LandedFile("/" + i, 3, MODIFIED));
    }
    log.append(landed, NOW);
    return log;
  }

  private List<TrackedFile> files() {
    List<TrackedFile> found = new ArrayList<>();
    try (TrackedFiles files = TrackedFiles.open(home.resolve("log"))) {
      files.forEach(found::add);
    }
    return found;
  }

  private List<String> states() {
    return files().stream().map(file -> file.file().path() + " " + file.state().label()).toList();
  }

  private void write(String name, String content) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
