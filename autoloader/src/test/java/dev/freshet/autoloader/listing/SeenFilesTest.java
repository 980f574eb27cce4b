package dev.freshet.autoloader.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.LandedFile;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenFilesTest {

  private static LandedFile file(int number, long size) {
    return new LandedFile("/d/" + number, size, Instant.ofEpochSecond(size, number));
  }

  /** Listings that end and listings that fail, with files between them, beside a map. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void remembersWhatAMapWould(long seed) {
    Random random = new Random(seed);
    SeenFiles seen = new SeenFiles();
    Map<String, LandedFile> expected = new HashMap<>();
    for (int round = 0; round < 30; round++) {
      seen.listingBegins();
      Map<String, LandedFile> listed = new HashMap<>();
      for (int i = random.nextInt(4000); i > 0; i--) {
        LandedFile file = file(random.nextInt(3000), random.nextInt(3));
        listed.put(file.path(), file);
        seen.listed(file);
      }
      if (random.nextInt(4) > 0) {
        seen.listingCompleted();
        expected = listed;
      }
      for (int i = random.nextInt(100); i > 0; i--) {
        LandedFile file = file(random.nextInt(4000), random.nextInt(3));
        expected.put(file.path(), file);
        seen.remember(file);
      }
      for (int number = 0; number < 4000; number++) {
        LandedFile known = expected.get("/d/" + number);
        assertThat(seen.hasPath("/d/" + number)).isEqualTo(known != null);
        for (long size = 0; size < 3; size++) {
          LandedFile file = file(number, size);
          assertThat(seen.has(file)).isEqualTo(file.equals(known));
        }
      }
    }
    assertThat(seen.isFull()).isFalse();
  }

  @Test
  void memoryIsASixteenthOfTheHeapAt64MiBAtMost() {
    assertThat(SeenFiles.filesMax(1L << 40)).isEqualTo(SeenFiles.filesMax(1L << 30));
    assertThat(SeenFiles.filesMax(1L << 30)).isEqualTo(1_572_864); // In twice 2^21 slots of 16 B.
    assertThat(SeenFiles.filesMax(64L << 20)).isEqualTo(98_304);
    assertThat(SeenFiles.filesMax(1)).isEqualTo(768);
  }

  @Test
  void everyPartOfAStateCounts() {
    SeenFiles seen = new SeenFiles();
    Instant time = Instant.ofEpochSecond(7, 5);
    seen.remember(new LandedFile("/a", 1, time, 3));

    assertThat(seen.has(new LandedFile("/a", 1, time, 3))).isTrue();
    assertThat(seen.has(new LandedFile("/a", 2, time, 3))).isFalse();
    assertThat(seen.has(new LandedFile("/a", 1, time.plusNanos(1), 3))).isFalse();
    assertThat(seen.has(new LandedFile("/a", 1, time.plusSeconds(1), 3))).isFalse();
    assertThat(seen.has(new LandedFile("/a", 1, time, 4))).isFalse();
    assertThat(seen.has(new LandedFile("/b", 1, time, 3))).isFalse();
  }

  @Test
  void filesThatHaveNoRoomAreNotKnownAndThatIsTold() {
    SeenFiles seen = new SeenFiles(10);
    for (int i = 0; i < 12; i++) {
      seen.remember(file(i, 1));
    }

    assertThat(seen.isFull()).isTrue();
    assertThat(seen.has(file(9, 1))).isTrue();
    assertThat(seen.has(file(10, 1))).isFalse();
    assertThat(seen.hasPath("/d/11")).isFalse();
    seen.remember(file(3, 2));
    assertThat(seen.has(file(3, 2))).isTrue();
  }
}
