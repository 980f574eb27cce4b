package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.storage.damage.DamageListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As of when a batch is complete while more files wait behind it. */
class BacklogAsOfTest {
  private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LISTED = OLD.plusSeconds(3600);

  @TempDir Path directory;
  private final FakeLandingZone zone = new FakeLandingZone();
  private FileLog log;
  private Discovery discovery;

  @BeforeEach
  void list() throws InterruptedException {
    log = FileLog.open(directory, () -> 10, DamageListener.NONE);
    zone.put(file("/a", OLD));
    zone.put(file("/b", OLD.plusSeconds(5)));
    zone.put(file("/from a clock ahead", LISTED.plusSeconds(86_400)));
    zone.put(file("/from one further ahead", LISTED.plusSeconds(90_000)));
    discovery =
        FakeLandingZone.discovery(zone, log, Duration.ofHours(1), InstantSource.fixed(LISTED))
            .start();
    discovery.awaitFirstListing();
  }

  @AfterEach
  void close() {
    discovery.close();
    log.close();
  }

  @Test
  void everythingThatLandedBeforeTheBatchsLastFileIsIncluded() {
    assertThat(DiscoveryMonitor.asOf(directory, 12)).isEmpty();
    assertThat(DiscoveryMonitor.inBacklog(directory, 12)).hasValue(OLD.plusSeconds(5));
  }

  @Test
  void fileDatedInTheFutureCountsAsOfTheListingThatFoundIt() {
    assertThat(DiscoveryMonitor.inBacklog(directory, 13)).hasValue(LISTED);
  }

  @Test
  void fileOfAnEarlierProcessCountsAsOfTheListingOfThatProcess() throws InterruptedException {
    discovery.close();
    zone.put(file("/landed later", LISTED.plusSeconds(30)));
    discovery =
        FakeLandingZone.discovery(
                zone, log, Duration.ofHours(1), InstantSource.fixed(LISTED.plusSeconds(60)))
            .start();
    discovery.awaitFirstListing();

    assertThat(DiscoveryMonitor.inBacklog(directory, 14)).hasValue(LISTED);
  }

  @Test
  void aFileIsFoundWhenTheListingEndsAndNotWhenItBegins() throws InterruptedException {
    discovery.close();
    zone.put(file("/landed during the listing", LISTED.plusSeconds(30)));
    AtomicLong asked = new AtomicLong();
    InstantSource ticking = () -> LISTED.plusSeconds(60 + asked.getAndIncrement());
    discovery = FakeLandingZone.discovery(zone, log, Duration.ofHours(1), ticking).start();
    discovery.awaitFirstListing();

    Instant listingBegan = log.versions(14, 15).get(0).discoveredAt();
    assertThat(DiscoveryMonitor.foundAt(directory, 15))
        .hasValueSatisfying(found -> assertThat(found).isAfter(listingBegan));
    assertThat(DiscoveryMonitor.foundAt(directory, 12)).hasValue(LISTED);
    assertThat(DiscoveryMonitor.foundAt(directory, 10)).isEmpty();
    assertThat(DiscoveryMonitor.foundAt(directory, 16)).isEmpty();
  }

  @Test
  void nothingIsKnownAboutNumbersThatNoFileHas() {
    assertThat(DiscoveryMonitor.inBacklog(directory, 0)).isEmpty();
    assertThat(DiscoveryMonitor.inBacklog(directory, 10)).isEmpty();
    assertThat(DiscoveryMonitor.inBacklog(directory, 15)).isEmpty();
    assertThat(DiscoveryMonitor.inBacklog(directory.resolve("none"), 12)).isEmpty();
  }

  private static LandedFile file(String path, Instant modified) {
    return new LandedFile(path, 1, modified);
  }
}
