package dev.freshet.autoloader.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.fs.FileState;
import dev.freshet.autoloader.listing.DirectoryStamps.Stamp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryStampsTest {
  private static final Path DIRECTORY = Path.of("/landing");

  private final DirectoryStamps stamps = new DirectoryStamps();

  /** A directory as a file system with a coarse clock of its own has it. */
  private static final class ModelDirectory {
    private final Random random;
    private final long tickNanos;
    private final long skewNanos;
    private final Set<Integer> names = new HashSet<>();
    private long nanos = 1_000_000_000_000L;
    private FileState state;

    ModelDirectory(Random random, Duration tick, Duration skew) {
      this.random = random;
      this.tickNanos = tick.toNanos();
      this.skewNanos = skew.toNanos();
      this.state = stamp();
    }

    private FileState stamp() {
      long time = (nanos + skewNanos) / tickNanos * tickNanos;
      return new FileState(FileState.Kind.DIRECTORY, 0, Instant.ofEpochSecond(0, time), time);
    }

    /** Time passes, and names may come, go, or change, each at its own time. */
    void live(long atMostNanos) {
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        nanos += (long) (random.nextDouble() * atMostNanos);
        int name = random.nextInt(20);
        if (!names.remove(name) || random.nextBoolean()) {
          names.add(20 + name);
        }
        state = stamp();
      }
      nanos += (long) (random.nextDouble() * atMostNanos);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, PT0.000000001S, PT0S",
    "2, PT0.01S, PT-20S",
    "3, PT1S, PT0.5S",
    "4, PT2S, PT0S",
    "5, PT2S, PT300S"
  })
  void namesOfACurrentDirectoryAreThoseThatWereReadHoweverCoarseTheClockIs(
      long seed, Duration tick, Duration skew) {
    Random random = new Random(seed);
    ModelDirectory directory = new ModelDirectory(random, tick, skew);
    Set<Integer> read = new HashSet<>();
    int skipped = 0;
    for (int glance = 0; glance < 20_000; glance++) {
      long pace = random.nextInt(10) == 0 ? 3_000_000_000L : 100_000_000L;
      if (random.nextInt(3) == 0) {
        directory.live(pace);
      }
      directory.nanos += (long) (random.nextDouble() * pace);
      FileState seen = directory.state;
      long at = directory.nanos;
      if (stamps.isCurrent(DIRECTORY, seen)) {
        assertThat(directory.names).isEqualTo(read);
        skipped++;
      } else {
        if (random.nextInt(4) == 0) {
          directory.live(1000); // Between the look at the directory and the reading.
        }
        int found = (int) directory.names.stream().filter(name -> !read.contains(name)).count();
        read.clear();
        read.addAll(directory.names);
        stamps.read(DIRECTORY, new Stamp(seen, at, false, read.size()), found);
      }
    }
    assertThat(skipped).isPositive();
  }

  private static Stamp stamp(long time, long seconds, int names) {
    FileState state = new FileState(FileState.Kind.DIRECTORY, 0, Instant.ofEpochSecond(time), time);
    return new Stamp(state, Duration.ofSeconds(seconds).toNanos(), false, names);
  }

  @Test
  void newNamesAccountForAChangeOnlyIfNoneWentOrIsOfAnotherFile() {
    assertThat(stamps.read(DIRECTORY, stamp(1, 0, 5), 5)).isTrue();
    assertThat(stamps.read(DIRECTORY, stamp(1, 1, 5), 0)).as("no change").isTrue();
    assertThat(stamps.read(DIRECTORY, stamp(2, 2, 7), 2)).as("two came").isTrue();
    assertThat(stamps.read(DIRECTORY, stamp(3, 3, 7), 0)).as("one was replaced").isFalse();
    assertThat(stamps.read(DIRECTORY, stamp(4, 4, 7), 1)).as("one came, one went").isFalse();
    assertThat(stamps.read(DIRECTORY, stamp(5, 5, 6), 0)).as("one went").isFalse();
  }

  @Test
  void nameThatCameWhileTheTimeStayedContradictsOnlyASettledDirectory() {
    stamps.read(DIRECTORY, stamp(1, 0, 5), 5);
    assertThat(stamps.contradict(DIRECTORY, stamp(1, 1, 6))).isFalse();
    stamps.read(DIRECTORY, stamp(1, 4, 6), 1);

    assertThat(stamps.contradict(DIRECTORY, stamp(1, 5, 6))).isFalse();
    assertThat(stamps.contradict(DIRECTORY, stamp(2, 5, 7))).isFalse();
    assertThat(stamps.contradict(DIRECTORY, stamp(1, 5, 7))).isTrue();
  }

  @Test
  void directoriesBeyondTheBoundAreLeftToListings() {
    for (int i = 0; i <= DirectoryStamps.DIRECTORIES_MAX; i++) {
      stamps.read(Path.of("/landing/" + i), stamp(1, 0, 0), 0);
    }

    assertThat(stamps.areComplete()).isFalse();
    assertThat(stamps.directories()).hasSize(DirectoryStamps.DIRECTORIES_MAX);
    stamps.listingBegins();
    assertThat(stamps.areComplete()).isTrue();
  }
}
