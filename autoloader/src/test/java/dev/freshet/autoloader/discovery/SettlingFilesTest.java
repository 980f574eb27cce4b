package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.LandedFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlingFilesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");

  private final SettlingFiles settling = new SettlingFiles();

  @Test
  void fileIsRecentForOneSecond() {
    assertThat(SettlingFiles.isRecent(modified(NOW.minusMillis(999)), NOW)).isTrue();
    assertThat(SettlingFiles.isRecent(modified(NOW.minusMillis(1000)), NOW)).isFalse();
  }

  @Test
  void fileWaitsUntilOneSecondAfterItsLastChange() {
    assertThat(settling.defer(modified(NOW.minusMillis(400)), NOW)).isTrue();
    assertThat(settling.nextSettle()).hasValue(NOW.plusMillis(600));
    assertThat(settling.settled(NOW.plusMillis(599))).isEmpty();
    assertThat(settling.settled(NOW.plusMillis(600))).containsExactly("/a");

    assertThat(settling.defer(modified(NOW.plusMillis(500)), NOW.plusMillis(500))).isTrue();
    assertThat(settling.settled(NOW.plusMillis(600))).isEmpty();
    assertThat(settling.size()).isEqualTo(1);
  }

  @Test
  void fileFromTheFutureWaitsOneSecondOnly() {
    LandedFile ahead = modified(NOW.plusSeconds(3600));

    assertThat(settling.defer(ahead, NOW)).isTrue();
    assertThat(settling.defer(ahead, NOW.plusMillis(500))).isTrue();
    assertThat(settling.defer(ahead, NOW.plusMillis(1000))).isFalse();
  }

  @Test
  void forgottenFileWaitsNoMore() {
    settling.defer(modified(NOW), NOW);
    assertThat(settling.oldestModification()).hasValue(NOW);

    settling.forget("/a");

    assertThat(settling.oldestModification()).isEmpty();
  }

  @Test
  void newerFileWaitsAsLongAsAnOlderOneIsUnfinished() {
    LandedFile older = new LandedFile("/b", 1, NOW.minusMillis(500));
    LandedFile newer = new LandedFile("/c", 1, NOW.minusMillis(300));
    settling.defer(modified(NOW.minusMillis(400)), NOW);
    List<LandedFile> finished = new ArrayList<>(List.of(newer, older));

    settling.deferNewer(finished);

    assertThat(finished).containsExactly(older);
    assertThat(settling.isWaiting("/c")).isTrue();
    assertThat(settling.size()).isEqualTo(2);
    assertThat(settling.settled(NOW.plusMillis(599))).isEmpty();
    assertThat(settling.settled(NOW.plusMillis(600))).containsExactly("/a", "/c");

    settling.forget("/a");
    assertThat(settling.settled(NOW)).containsExactly("/c");
    assertThat(settling.nextSettle()).isEmpty();
    settling.forget("/c");
    assertThat(settling.size()).isZero();
  }

  @Test
  void fileThatChangesBecomesNewerThanOnesThatWaitForIt() {
    settling.defer(modified(NOW), NOW);
    settling.deferNewer(new ArrayList<>(List.of(new LandedFile("/c", 1, NOW.plusMillis(300)))));

    settling.defer(modified(NOW.plusMillis(500)), NOW.plusMillis(500));

    assertThat(settling.settled(NOW.plusMillis(500))).containsExactly("/c");
  }

  private static LandedFile modified(Instant at) {
    return new LandedFile("/a", 1, at);
  }
}
