package dev.freshet.autoloader.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.filelog.FileHistory.ArchiveMode;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.fs.LocalAccess;
import dev.freshet.autoloader.option.CleanSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a query that ends waits until what it has read is removed. */
class CleanerEndTest {
  private static final Instant COMMITTED = Instant.parse("2026-01-02T04:00:00Z");

  @TempDir Path home;
  private FileLog log;

  /** The cleaner waits for it wherever it looks at the checkpoint. */
  private final CountDownLatch slow = new CountDownLatch(1);

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(home.resolve("landing"));
    log = FileLog.open(home.resolve("filelog"));
  }

  @AfterEach
  void close() {
    slow.countDown();
    log.close();
  }

  @Test
  void everythingThatMayBeRemovedIsRemovedHoweverManyBatchesItWasReadIn() throws IOException {
    for (int i = 0; i < 250; i++) {
      read("a" + i);
    }
    slow.countDown();
    SourceCleaner cleaner = start(true);

    cleaner.close(true);

    try (Stream<Path> left = Files.list(home.resolve("landing"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void queryThatEndsByItselfWaitsWithoutABoundIfItIsToldTo() throws Exception {
    assertThat(stateOfTheEnd(true, true)).isEqualTo(Thread.State.WAITING);
  }

  @Test
  void queryThatIsStoppedOrNotToldToWaitsUpToABound() throws Exception {
    assertThat(stateOfTheEnd(true, false)).isEqualTo(Thread.State.TIMED_WAITING);
    assertThat(stateOfTheEnd(false, true)).isEqualTo(Thread.State.TIMED_WAITING);
  }

  /** How the thread that ends a slow cleaner waits; it is interrupted then, which ends it. */
  private Thread.State stateOfTheEnd(boolean waits, boolean byItself) throws Exception {
    SourceCleaner cleaner = start(waits);
    Thread ending = new Thread(() -> cleaner.close(byItself));
    ending.start();
    await()
        .until(
            () ->
                ending.getState() == Thread.State.WAITING
                    || ending.getState() == Thread.State.TIMED_WAITING);
    Thread.State state = ending.getState();
    ending.interrupt();
    ending.join(10_000);
    assertThat(ending.isAlive()).as("an interrupt ends the waiting").isFalse();
    return state;
  }

  private SourceCleaner start(boolean waits) {
    CleanSource rule =
        new CleanSource(
            Optional.of(ArchiveMode.MOVE),
            Duration.ZERO,
            Optional.of(home.resolve("archive").toString()),
            waits);
    SourceCleaner.Commits commits =
        new SourceCleaner.Commits() {
          @Override
          public void look() {
            try {
              slow.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }

          @Override
          public long committedEnd() {
            return Long.MAX_VALUE;
          }
        };
    return SourceCleaner.start(log, access(), rule, commits).orElseThrow();
  }

  private LocalAccess access() {
    return new LocalAccess(home.resolve("landing").toString());
  }

  private void read(String name) throws IOException {
    String path = Files.writeString(home.resolve("landing").resolve(name), name).toString();
    long before = log.lastSequence();
    log.append(List.of(access().look(path).orElseThrow()), COMMITTED);
    log.history().planned(before, before + 1, COMMITTED);
    log.history().committed(before + 1, COMMITTED, List.of());
  }
}
