package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;
  private final FakeLandingZone zone = new FakeLandingZone();
  private FileLog log;
  private Discovery discovery;

  @BeforeEach
  void openLog() {
    log = FileLog.open(directory);
  }

  @AfterEach
  void close() {
    if (discovery != null) {
      discovery.close();
    }
    log.close();
  }

  @Test
  void backlogIsNumberedByModificationTimeThenPath() throws InterruptedException {
    zone.put(file("/b", OLD.plusSeconds(1)));
    zone.put(file("/c", OLD));
    zone.put(file("/a", OLD.plusSeconds(1)));

    start(NEVER).awaitFirstListing();

    assertThat(log.versions(0, 3)).extracting(FileVersion::path).containsExactly("/c", "/a", "/b");
    assertThat(log.existingSequence()).hasValue(3);
  }

  @Test
  void hintedFileIsLoggedWithoutAListing() throws InterruptedException {
    start(NEVER).awaitFirstListing();

    zone.hint(file("/a", OLD));

    awaitSequence(1);
    assertThat(zone.listings).hasValue(1);
  }

  @Test
  void lostHintsAreReplacedByAListing() throws InterruptedException {
    start(NEVER).awaitFirstListing();
    zone.put(file("/missed", OLD));

    zone.hints.add(new LandingZone.Hints(List.of(), true));

    awaitSequence(1);
    assertThat(zone.listings).hasValue(2);
  }

  @Test
  void fileWithoutAHintIsFoundByThePeriodicListing() throws InterruptedException {
    start(Duration.ofMillis(20)).awaitFirstListing();

    zone.put(file("/silent", OLD));

    awaitSequence(1);
  }

  @Test
  void olderVersionThatIsPutBackIsReadAgain() throws InterruptedException {
    start(NEVER).awaitFirstListing();
    zone.hint(file("/a", OLD));
    awaitSequence(1);
    zone.hint(file("/a", OLD.plusSeconds(9)));
    awaitSequence(2);

    zone.hint(file("/a", OLD));

    awaitSequence(3);
    assertThat(log.versions(2, 3)).extracting(FileVersion::modifiedAt).containsExactly(OLD);
  }

  @Test
  void rewriteOfTheSameSizeAndTimeIsAnotherVersionIfItsContentIs() throws Exception {
    start(NEVER).awaitFirstListing();
    zone.contents.put("/a", "first");
    zone.hint(new LandedFile("/a", 5, OLD, 1));
    awaitSequence(1);
    log.marks().put(1, zone.content(file("/a", OLD)).orElseThrow());

    zone.hint(new LandedFile("/a", 5, OLD, 2)); // Its permissions changed, for example.
    await().atMost(LIMIT).until(() -> log.newest("/a").orElseThrow().file().change() == 2);
    zone.contents.put("/a", "other");
    zone.hint(new LandedFile("/a", 5, OLD, 3));

    awaitSequence(2);
  }

  @Test
  void fileOfAnEarlierBuildIsNotReadAgainBecauseItsChangesAreUnknown() throws Exception {
    log.append(List.of(file("/a", OLD)), OLD);
    zone.put(new LandedFile("/a", 1, OLD, 7));

    start(NEVER).awaitFirstListing();

    assertThat(log.lastSequence()).isEqualTo(1);
    assertThat(log.newest("/a").orElseThrow().file().change()).isEqualTo(7);
  }

  @Test
  void unfinishedFileWaitsUntilItStopsChanging() throws InterruptedException {
    start(NEVER).awaitFirstListing();
    Instant modified = Instant.now();
    zone.unfinished.add("/growing");

    zone.hint(file("/growing", modified));
    zone.hint(file("/done", modified));
    awaitSequence(1);
    assertThat(log.versions(0, 1)).extracting(FileVersion::path).containsExactly("/done");
    Instant rewritten = Instant.now();
    zone.hint(new LandedFile("/growing", 2, rewritten));

    awaitSequence(2);
    FileVersion taken = log.versions(1, 2).get(0);
    assertThat(taken.size()).isEqualTo(2);
    assertThat(taken.discoveredAt()).isAfterOrEqualTo(rewritten.plus(SettlingFiles.SETTLE_TIME));
  }

  @Test
  void newerFilesWaitForAnOlderOneThatLooksUnfinished() throws InterruptedException {
    start(NEVER).awaitFirstListing();
    Instant modified = Instant.now();
    zone.unfinished.add("/z");

    zone.hint(file("/older", modified.minusMillis(1)));
    zone.hint(file("/z", modified));
    awaitSequence(1);
    zone.hint(file("/newer", modified.plusMillis(1)));
    zone.hint(file("/other", modified.minusMillis(2)));

    awaitSequence(4);
    assertThat(log.versions(0, 4))
        .extracting(FileVersion::path)
        .containsExactly("/older", "/other", "/z", "/newer");
  }

  @Test
  void waitingFileHoldsTheListedTimeBack() throws InterruptedException {
    Instant modified = Instant.now();
    zone.unfinished.add("/growing");
    zone.put(file("/growing", modified));

    start(Duration.ofMillis(20)).awaitFirstListing();

    DiscoveryStatus status = DiscoveryMonitor.find(directory).orElseThrow();
    assertThat(status.listedAt()).isBeforeOrEqualTo(modified);
    assertThat(status.settlingFiles()).isEqualTo(1);
    await()
        .atMost(LIMIT)
        .until(() -> DiscoveryMonitor.asOf(directory, 1).filter(modified::isBefore).isPresent());
    assertThat(log.lastSequence()).isEqualTo(1);
    assertThat(DiscoveryMonitor.asOf(directory, 0))
        .hasValueSatisfying(before -> assertThat(before).isBeforeOrEqualTo(modified));
  }

  @Test
  void whatHadLandedIsListedOnceAndWaitsForSettlingFiles() throws InterruptedException {
    zone.unfinished.add("/growing");
    zone.put(file("/growing", Instant.now()));
    zone.put(file("/old", OLD));

    start(NEVER).awaitLanded(LIMIT);

    assertThat(log.lastSequence()).isEqualTo(2);
    assertThat(zone.listings).hasValue(1);
  }

  @Test
  void transientErrorIsRepeatedAndCounted() throws InterruptedException {
    zone.failuresToCome.set(2);
    zone.put(file("/a", OLD));

    start(Duration.ofMillis(10)).awaitFirstListing();

    assertThat(discovery.lastSequence()).isEqualTo(1);
    assertThat(DiscoveryMonitor.find(directory).orElseThrow().failures()).isEqualTo(2);
  }

  @Test
  void landingZoneThatIsAwayIsWaitedForHoweverOftenItFails() throws InterruptedException {
    zone.failuresToCome.set(9);
    zone.put(file("/a", OLD));

    start(Duration.ofMillis(1)).awaitFirstListing();

    assertThat(discovery.lastSequence()).isEqualTo(1);
    assertThat(zone.listings).hasValueGreaterThanOrEqualTo(10);
  }

  @Test
  void defectEndsDiscoveryAndEveryCallThrowsIt() {
    zone.defect = new IllegalStateException("a defect");

    start(Duration.ofMillis(10));

    assertThatThrownBy(discovery::awaitFirstListing)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot discover files in landing zone fake: a defect. Nothing is lost: bring the"
                + " directory back in order and restart the query.");
    assertThatThrownBy(discovery::lastSequence).hasMessageContaining("a defect");
    await().atMost(LIMIT).until(() -> zone.closed);
  }

  @Test
  void closeEndsTheThreadAndForgetsTheStatus() throws InterruptedException {
    start(NEVER).awaitFirstListing();
    assertThat(DiscoveryMonitor.find(directory)).isPresent();

    discovery.close();

    assertThat(zone.closed).isTrue();
    assertThat(DiscoveryMonitor.find(directory)).isEmpty();
  }

  private Discovery start(Duration listInterval) {
    discovery = FakeLandingZone.discovery(zone, log, listInterval, InstantSource.system()).start();
    return discovery;
  }

  private void awaitSequence(long sequence) {
    await().atMost(LIMIT).until(() -> log.lastSequence() == sequence);
  }

  private static LandedFile file(String path, Instant modifiedAt) {
    return new LandedFile(path, 1, modifiedAt);
  }
}
