package dev.freshet.autoloader.clean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.FileHistory.ArchiveMode;
import dev.freshet.autoloader.filelog.FileHistory.Archived;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.CleanSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every storage keeps when files that were read are removed from it. */
abstract class SourceCleanerContract {
  private static final Instant LANDED = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant COMMITTED = Instant.parse("2026-01-02T04:00:00Z");
  private static final Duration RETENTION = Duration.ofDays(7);

  @TempDir Path home;
  Path landing;
  private Path archive;
  FileLog log;
  Instant now = COMMITTED.plus(RETENTION);
  private long committedEnd = Long.MAX_VALUE;

  /** What stands before a path of this machine in the paths of the storage. */
  abstract String prefix();

  abstract LandingAccess access(String landing);

  @BeforeEach
  void open() throws IOException {
    landing = Files.createDirectories(home.resolve("landing"));
    archive = home.resolve("archive");
    log = FileLog.open(home.resolve("filelog"));
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void fileOfACommittedBatchIsDeletedOnceItsTimeIsOver() throws IOException {
    read("a");
    now = COMMITTED.plus(RETENTION).minusSeconds(1);
    clean(ArchiveMode.DELETE);
    assertThat(landing()).containsExactly("a");

    now = COMMITTED.plus(RETENTION);
    clean(ArchiveMode.DELETE);
    assertThat(landing()).isEmpty();
    assertThat(log.history().archived(1).flatMap(Archived::at)).hasValue(now);
  }

  @Test
  void fileIsMovedWithItsDirectories() throws IOException {
    read("2026/07/a");
    clean(ArchiveMode.MOVE);

    assertThat(landing()).isEmpty();
    assertThat(archive.resolve("2026/07/a")).hasContent("2026/07/a\n");
    assertThat(log.history().archived(1).flatMap(Archived::movedTo))
        .hasValue(prefix() + archive.resolve("2026/07/a"));
    assertThat(log.place(log.versions(0, 1).get(0))).isEqualTo(prefix() + archive + "/2026/07/a");
  }

  @Test
  void fileOfABatchThatIsOnlyPlannedStays() throws IOException {
    found("a");
    log.history().planned(0, 1, COMMITTED);
    clean(ArchiveMode.DELETE);

    assertThat(landing()).containsExactly("a");
  }

  @Test
  void fileStaysWhileACheckpointThatBeganAgainHasNotReachedIt() throws IOException {
    read("a");
    committedEnd = 0;
    clean(ArchiveMode.DELETE);
    assertThat(landing()).containsExactly("a");

    committedEnd = 1;
    clean(ArchiveMode.DELETE);
    assertThat(landing()).isEmpty();
  }

  @Test
  void rewriteThatDiscoveryHasNotSeenStaysUntilItIsReadToo() throws IOException {
    read("a");
    land("a", "other\n");
    clean(ArchiveMode.DELETE);
    assertThat(landing()).containsExactly("a");

    append("a");
    later();
    assertThat(landing()).containsExactly("a");

    commit(1, 2);
    later();
    now = now.plus(RETENTION);
    clean(ArchiveMode.DELETE);
    assertThat(landing()).isEmpty();
    assertThat(log.history().archived(1)).isEmpty();
    assertThat(log.history().archived(2)).isPresent();
  }

  @Test
  void rewriteOfTheSameLengthIsNotTheFileThatWasRead() throws IOException {
    read("a");
    land("a", "b\n");
    clean(ArchiveMode.MOVE);

    assertThat(landing.resolve("a")).hasContent("b\n");
    assertThat(archive).doesNotExist();
  }

  @Test
  void fileStaysUntilItsLastPartIsRead() throws IOException {
    read("a");
    log.portions().readLater(1, 10, 3, Portion.Care.NONE);
    clean(ArchiveMode.DELETE);
    assertThat(landing()).containsExactly("a");

    commit(1, 2);
    clean(ArchiveMode.DELETE);
    assertThat(landing()).isEmpty();
    assertThat(log.history().archived(2)).isPresent();
  }

  @Test
  void fileWithAnErrorStaysAlsoIfTheErrorIsInItsFirstPart() throws IOException {
    found("a");
    found("b");
    log.history().planned(0, 2, COMMITTED);
    log.history().committed(2, COMMITTED, List.of(1L));
    log.portions().readLater(1, 10, 3, Portion.Care.NONE);
    commit(2, 3);
    clean(ArchiveMode.DELETE);

    assertThat(landing()).containsExactly("a");
  }

  @Test
  void fileThatNoProcessCouldReadStays() throws IOException {
    read("a");
    log.portions().put(1, Portion.whole(1).with(Portion.Care.NOT_READ, "too large"));
    clean(ArchiveMode.DELETE);

    assertThat(landing()).containsExactly("a");
  }

  @Test
  void secondVersionOfAPathIsKeptBesideTheFirst() throws IOException {
    read("a");
    clean(ArchiveMode.MOVE);
    land("a", "second\n");
    append("a");
    commit(1, 2);
    clean(ArchiveMode.MOVE);

    assertThat(archive.resolve("a")).hasContent("a\n");
    assertThat(archive.resolve("a.2")).hasContent("second\n");
  }

  @Test
  void fileThatSomebodyElseRemovedIsNotCalledArchived() throws IOException {
    read("a");
    read("b");
    Files.delete(landing.resolve("a"));
    clean(ArchiveMode.MOVE);

    assertThat(log.history().archived(1)).isEmpty();
    assertThat(log.history().archived(2)).isPresent();
    assertThat(log.history().cleanedThrough()).isEqualTo(2);
  }

  @Test
  void fileThatCannotBeMovedIsTriedAgainLaterAndHoldsUpNoOther() throws IOException {
    Files.createDirectories(archive);
    Files.writeString(archive.resolve("d"), "a file where a directory has to be");
    read("d/a");
    read("b");
    clean(ArchiveMode.MOVE);
    assertThat(landing()).containsExactly("d/a");
    assertThat(log.history().delayed(0, 10)).containsExactly(1L);

    Files.delete(archive.resolve("d"));
    later();

    assertThat(landing()).containsExactly();
    assertThat(log.history().delayed(0, 10)).isEmpty();
    assertThat(archive.resolve("d/a")).exists();
  }

  @Test
  void processThatDiesBeforeTheMoveMovesTheFileLater() throws IOException {
    read("a");
    begun(1, ArchiveMode.MOVE, archive.resolve("a"));
    clean(ArchiveMode.MOVE);

    assertThat(landing()).isEmpty();
    assertThat(archive.resolve("a")).exists();
    assertThat(log.history().archived(1).flatMap(Archived::at)).isPresent();
  }

  @Test
  void processThatDiesBetweenTheMoveAndItsNoteFindsTheFile() throws IOException {
    read("a");
    begun(1, ArchiveMode.MOVE, archive.resolve("a"));
    Files.createDirectories(archive);
    Files.move(landing.resolve("a"), archive.resolve("a"));
    land("a", "new\n");
    append("a");
    clean(ArchiveMode.MOVE);

    assertThat(log.history().archived(1).flatMap(Archived::movedTo))
        .hasValue(prefix() + archive.resolve("a"));
    assertThat(archive.resolve("a")).hasContent("a\n");
    assertThat(landing.resolve("a")).hasContent("new\n");
  }

  @Test
  void processThatDiesWhileItDeletesLeavesNothing() throws IOException {
    read("a");
    Path onItsWay = landing.resolve(".a.read-1");
    begun(1, ArchiveMode.DELETE, onItsWay);
    Files.move(landing.resolve("a"), onItsWay);
    clean(ArchiveMode.DELETE);

    assertThat(landing()).isEmpty();
    assertThat(log.history().archived(1).flatMap(Archived::at)).isPresent();
  }

  @Test
  void processThatDiesBehindTheDeletionHasDeletedTheFile() throws IOException {
    read("a");
    begun(1, ArchiveMode.DELETE, landing.resolve(".a.read-1"));
    Files.delete(landing.resolve("a"));
    clean(ArchiveMode.DELETE);

    assertThat(log.history().archived(1).flatMap(Archived::at)).isPresent();
  }

  @Test
  void fileThatWasChangedBeforeItWasTakenGoesBack() throws IOException {
    read("a");
    begun(1, ArchiveMode.MOVE, archive.resolve("a"));
    Files.createDirectories(archive);
    Files.delete(landing.resolve("a"));
    Files.writeString(archive.resolve("a"), "written while it was taken\n");
    clean(ArchiveMode.MOVE);

    assertThat(landing.resolve("a")).hasContent("written while it was taken\n");
    assertThat(log.history().archived(1)).isEmpty();
  }

  @Test
  void cleaningGoesOnWhereItWas() throws IOException {
    for (int i = 1; i <= 30; i++) {
      read("a" + i);
      clean(ArchiveMode.MOVE);
      assertThat(landing()).isEmpty();
    }
    log.close();
    log = FileLog.open(home.resolve("filelog"));
    read("b");
    clean(ArchiveMode.MOVE);

    assertThat(landing()).isEmpty();
    assertThat(log.history().cleanedThrough()).isEqualTo(31);
  }

  void clean(ArchiveMode mode) {
    String text = prefix() + landing;
    CleanSource rule =
        new CleanSource(
            Optional.of(mode),
            RETENTION,
            mode == ArchiveMode.MOVE ? Optional.of(prefix() + archive) : Optional.empty());
    SourceCleaner.Commits commits =
        new SourceCleaner.Commits() {
          @Override
          public void look() {}

          @Override
          public long committedEnd() {
            return committedEnd;
          }
        };
    new SourceCleaner(log, access(text), rule, commits, () -> now).round();
  }

  /** A later start, in which everything that was put off is tried again. */
  private void later() {
    now = now.plus(Duration.ofMinutes(SourceCleaner.RETRY_MINUTES));
    clean(ArchiveMode.MOVE.equals(lastMode()) ? ArchiveMode.MOVE : ArchiveMode.DELETE);
  }

  private ArchiveMode lastMode() {
    return Files.exists(archive) ? ArchiveMode.MOVE : ArchiveMode.DELETE;
  }

  /** Lands, finds, reads and commits a file. */
  void read(String name) throws IOException {
    long before = log.lastSequence();
    found(name);
    commit(before, before + 1);
  }

  private void found(String name) throws IOException {
    land(name, name + "\n");
    append(name);
  }

  private void append(String name) throws IOException {
    LandedFile file =
        access(prefix() + landing).look(prefix() + landing.resolve(name)).orElseThrow();
    log.append(List.of(file), LANDED);
  }

  private void commit(long after, long upTo) {
    log.history().planned(after, upTo, COMMITTED);
    log.history().committed(upTo, COMMITTED, List.of());
  }

  private void begun(long sequence, ArchiveMode mode, Path destination) {
    log.history()
        .putArchived(sequence, new Archived(Optional.empty(), mode, prefix() + destination));
  }

  private void land(String name, String content) throws IOException {
    Path file = landing.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    FileVersion last =
        log.lastSequence() == 0
            ? null
            : log.versions(log.lastSequence() - 1, log.lastSequence()).get(0);
    Files.setLastModifiedTime(
        file, FileTime.from(last == null ? LANDED : last.modifiedAt().plusSeconds(1)));
  }

  private List<String> landing() throws IOException {
    try (Stream<Path> files = Files.walk(landing)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> landing.relativize(file).toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }
}
