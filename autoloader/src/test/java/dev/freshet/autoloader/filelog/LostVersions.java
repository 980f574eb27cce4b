package dev.freshet.autoloader.filelog;

import dev.freshet.storage.damage.DamageListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Versions of a lost log: the even ones were read whole. As a program it makes a log of them and
 * waits for its end at a step that is given.
 */
record LostVersions(Runnable atVersions, Runnable atDecision, Runnable atEnd)
    implements FileLogRebuild.Lost {

  static final int VERSIONS = 20_000;
  private static final Instant MODIFIED = Instant.parse("2026-11-30T10:00:00.123456789Z");

  static LostVersions undisturbed() {
    return new LostVersions(() -> {}, () -> {}, () -> {});
  }

  /**
   * @param args directory of the log, and the step
   */
  public static void main(String[] args) {
    FileLog.open(
            Path.of(args[0]),
            switch (args[1]) {
              case "versions" -> new LostVersions(LostVersions::waitForTheEnd, () -> {}, () -> {});
              case "decision" -> new LostVersions(() -> {}, LostVersions::waitForTheEnd, () -> {});
              default -> new LostVersions(() -> {}, () -> {}, LostVersions::waitForTheEnd);
            },
            DamageListener.NONE)
        .close();
  }

  private static void waitForTheEnd() {
    System.out.println("here");
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static LandedFile file(long sequence) {
    return new LandedFile("/l/" + sequence % VERSIONS + ".json", sequence, MODIFIED, -sequence);
  }

  @Override
  public long startAfter() {
    return VERSIONS;
  }

  @Override
  public void versions(FileLogRebuild.Sink sink) {
    for (long sequence = 1; sequence <= VERSIONS; sequence++) {
      sink.version(file(sequence).path(), sequence, sequence % 2 == 0 ? "whole" : "");
      if (sequence == VERSIONS / 2) {
        atVersions.run();
      }
    }
  }

  @Override
  public FileLogRebuild.Restored restored(String path, long sequence, String note) {
    if (path.equals(file(VERSIONS - 1).path())) {
      atDecision.run();
    }
    return note.equals("whole")
        ? new FileLogRebuild.Known(file(sequence), Optional.empty(), false)
        : new FileLogRebuild.ReadAgain("it is odd");
  }

  @Override
  public void done(long known, long rests) {
    atEnd.run();
  }
}
