package dev.freshet.autoloader.clean;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.FileHistory.ArchiveMode;
import dev.freshet.autoloader.filelog.FileHistory.Archived;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.CleanSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every storage keeps when files that were read are removed from it. */
public abstract class SourceCleanerContract {
  private static final Instant LANDED = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant COMMITTED = Instant.parse("2026-01-02T04:00:00Z");
  private static final Duration RETENTION = Duration.ofDays(7);

  @TempDir protected Path home;
  private FileLog log;
  private Instant now = COMMITTED.plus(RETENTION);
  private long committedEnd = Long.MAX_VALUE;

  /** The directory with the landing zone and the archive in it, without a slash at its end. */
  protected abstract String root();

  /** How the files of a landing zone are reached. */
  protected abstract LandingAccess access(String landing);

  /** Writes a file with its directories, so that it has another state than before. */
  protected abstract void put(String path, String content) throws IOException;

  /** Removes a file. */
  protected abstract void remove(String path) throws IOException;

  /** Moves a file as it is. */
  protected abstract void move(String path, String destination) throws IOException;

  @BeforeEach
  void open() {
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
    assertThat(isThere(at("a"))).isTrue();

    now = COMMITTED.plus(RETENTION);
    clean(ArchiveMode.DELETE);
    assertThat(isThere(at("a"))).isFalse();
    assertThat(log.history().archived(1).flatMap(Archived::at)).hasValue(now);
  }

  @Test
  void fileIsMovedWithItsDirectories() throws IOException {
    read("2026/07/a");
    clean(ArchiveMode.MOVE);

    assertThat(isThere(at("2026/07/a"))).isFalse();
    assertThat(content(archived("2026/07/a"))).isEqualTo("2026/07/a\n");
    assertThat(log.history().archived(1).flatMap(Archived::movedTo))
        .hasValue(archived("2026/07/a"));
    assertThat(log.place(log.versions(0, 1).get(0))).isEqualTo(archived("2026/07/a"));
  }

  @Test
  void fileOfABatchThatIsOnlyPlannedStays() throws IOException {
    found("a");
    log.history().planned(0, 1, COMMITTED);
    clean(ArchiveMode.DELETE);

    assertThat(isThere(at("a"))).isTrue();
  }

  @Test
  void fileStaysWhileACheckpointThatBeganAgainHasNotReachedIt() throws IOException {
    read("a");
    committedEnd = 0;
    clean(ArchiveMode.DELETE);
    assertThat(isThere(at("a"))).isTrue();

    committedEnd = 1;
    clean(ArchiveMode.DELETE);
    assertThat(isThere(at("a"))).isFalse();
  }

  @Test
  void rewriteThatDiscoveryHasNotSeenStaysUntilItIsReadToo() throws IOException {
    read("a");
    put(at("a"), "other\n");
    clean(ArchiveMode.DELETE);
    assertThat(isThere(at("a"))).isTrue();

    append("a");
    now = now.plus(Duration.ofDays(1));
    clean(ArchiveMode.DELETE);
    assertThat(isThere(at("a"))).isTrue();

    commit(1, 2);
    now = now.plus(Duration.ofDays(1));
    clean(ArchiveMode.DELETE);
    now = now.plus(RETENTION);
    clean(ArchiveMode.DELETE);
    assertThat(isThere(at("a"))).isFalse();
    assertThat(log.history().archived(1)).isEmpty();
    assertThat(log.history().archived(2)).isPresent();
  }

  @Test
  void rewriteOfTheSameLengthIsNotTheFileThatWasRead() throws IOException {
    read("a");
    put(at("a"), "b\n");
    clean(ArchiveMode.MOVE);

    assertThat(content(at("a"))).isEqualTo("b\n");
    assertThat(isThere(archived("a"))).isFalse();
  }

  @Test
  void fileStaysUntilItsLastPartIsRead() throws IOException {
    read("a");
    log.portions().readLater(1, 10, 3, Portion.Care.NONE);
    clean(ArchiveMode.DELETE);
    assertThat(isThere(at("a"))).isTrue();

    commit(1, 2);
    clean(ArchiveMode.DELETE);
    assertThat(isThere(at("a"))).isFalse();
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

    assertThat(isThere(at("a"))).isTrue();
  }

  @Test
  void fileThatNoProcessCouldReadStays() throws IOException {
    read("a");
    log.portions().put(1, Portion.whole(1).with(Portion.Care.NOT_READ, "too large"));
    clean(ArchiveMode.DELETE);

    assertThat(isThere(at("a"))).isTrue();
  }

  @Test
  void secondVersionOfAPathIsKeptBesideTheFirst() throws IOException {
    read("a");
    clean(ArchiveMode.MOVE);
    put(at("a"), "second\n");
    append("a");
    commit(1, 2);
    clean(ArchiveMode.MOVE);

    assertThat(content(archived("a"))).isEqualTo("a\n");
    assertThat(content(archived("a.2"))).isEqualTo("second\n");
  }

  @Test
  void fileThatAnotherProgramRemovedIsNotCalledArchived() throws IOException {
    read("a");
    read("b");
    remove(at("a"));
    clean(ArchiveMode.MOVE);

    assertThat(log.history().archived(1)).isEmpty();
    assertThat(log.history().archived(2)).isPresent();
    assertThat(log.history().cleanedThrough()).isEqualTo(2);
  }

  @Test
  void fileThatCannotBeMovedIsTriedAgainLaterAndHoldsUpNoOther() throws IOException {
    put(archived("d"), "a file where a directory has to be");
    read("d/a");
    read("b");
    clean(ArchiveMode.MOVE);
    assertThat(isThere(at("d/a"))).isTrue();
    assertThat(log.history().delayed(0, 10)).containsExactly(1L);

    remove(archived("d"));
    now = now.plus(Duration.ofDays(1));
    clean(ArchiveMode.MOVE);

    assertThat(isThere(at("d/a"))).isFalse();
    assertThat(log.history().delayed(0, 10)).isEmpty();
    assertThat(isThere(archived("d/a"))).isTrue();
  }

  @Test
  void processThatDiesBeforeTheMoveMovesTheFileLater() throws IOException {
    read("a");
    begun(1, ArchiveMode.MOVE, archived("a"));
    clean(ArchiveMode.MOVE);

    assertThat(isThere(at("a"))).isFalse();
    assertThat(isThere(archived("a"))).isTrue();
    assertThat(log.history().archived(1).flatMap(Archived::at)).isPresent();
  }

  @Test
  void processThatDiesBetweenTheMoveAndItsNoteFindsTheFile() throws IOException {
    read("a");
    begun(1, ArchiveMode.MOVE, archived("a"));
    move(at("a"), archived("a"));
    put(at("a"), "new\n");
    append("a");
    clean(ArchiveMode.MOVE);

    assertThat(log.history().archived(1).flatMap(Archived::movedTo)).hasValue(archived("a"));
    assertThat(content(archived("a"))).isEqualTo("a\n");
    assertThat(content(at("a"))).isEqualTo("new\n");
  }

  @Test
  void processThatDiesWhileItDeletesLeavesNothing() throws IOException {
    read("a");
    String onItsWay = at(".a.read-1");
    begun(1, ArchiveMode.DELETE, onItsWay);
    move(at("a"), onItsWay);
    clean(ArchiveMode.DELETE);

    assertThat(isThere(at("a"))).isFalse();
    assertThat(log.history().archived(1).flatMap(Archived::at)).isPresent();
  }

  @Test
  void processThatDiesBehindTheDeletionHasDeletedTheFile() throws IOException {
    read("a");
    begun(1, ArchiveMode.DELETE, at(".a.read-1"));
    remove(at("a"));
    clean(ArchiveMode.DELETE);

    assertThat(log.history().archived(1).flatMap(Archived::at)).isPresent();
  }

  @Test
  void fileThatWasChangedBeforeItWasTakenGoesBack() throws IOException {
    read("a");
    begun(1, ArchiveMode.MOVE, archived("a"));
    remove(at("a"));
    put(archived("a"), "written while it was taken\n");
    clean(ArchiveMode.MOVE);

    assertThat(content(at("a"))).isEqualTo("written while it was taken\n");
    assertThat(log.history().archived(1)).isEmpty();
  }

  @Test
  void cleaningGoesOnWhereItWas() throws IOException {
    for (int i = 1; i <= 5; i++) {
      read("a" + i);
      clean(ArchiveMode.MOVE);
      assertThat(isThere(at("a" + i))).isFalse();
    }
    log.close();
    log = FileLog.open(home.resolve("filelog"));
    read("b");
    clean(ArchiveMode.MOVE);

    assertThat(isThere(at("b"))).isFalse();
    assertThat(log.history().cleanedThrough()).isEqualTo(6);
  }

  void clean(ArchiveMode mode) {
    CleanSource rule =
        new CleanSource(
            Optional.of(mode),
            RETENTION,
            mode == ArchiveMode.MOVE ? Optional.of(root() + "/archive") : Optional.empty(),
            false);
    SourceCleaner.Commits commits =
        new SourceCleaner.Commits() {
          @Override
          public void look() {}

          @Override
          public long committedEnd() {
            return committedEnd;
          }
        };
    new SourceCleaner(log, access(root() + "/landing"), rule, commits, () -> now).round();
  }

  /** Lands, finds, reads and commits a file. */
  void read(String name) throws IOException {
    long before = log.lastSequence();
    found(name);
    commit(before, before + 1);
  }

  private void found(String name) throws IOException {
    put(at(name), name + "\n");
    append(name);
  }

  private void append(String name) throws IOException {
    LandedFile file = access(root() + "/landing").look(at(name)).orElseThrow();
    log.append(List.of(file), LANDED);
  }

  private void commit(long after, long upTo) {
    log.history().planned(after, upTo, COMMITTED);
    log.history().committed(upTo, COMMITTED, List.of());
  }

  private void begun(long sequence, ArchiveMode mode, String destination) {
    log.history().putArchived(sequence, new Archived(Optional.empty(), mode, destination));
  }

  /** Path of a file in the landing zone. */
  String at(String name) {
    return root() + "/landing/" + name;
  }

  private String archived(String name) {
    return root() + "/archive/" + name;
  }

  private boolean isThere(String path) throws IOException {
    return !access(root() + "/landing").removal().isGone(path);
  }

  String content(String path) throws IOException {
    try (InputStream content = access(root() + "/landing").open(path)) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }
}
