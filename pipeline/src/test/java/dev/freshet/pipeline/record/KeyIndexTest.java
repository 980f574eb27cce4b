package dev.freshet.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.FreshetException;
import dev.freshet.storage.damage.DamageListener;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyIndexTest {

  @TempDir Path dir;
  private KeyIndex index;

  @BeforeEach
  void open() {
    index = KeyIndex.open(dir.resolve("keys"), DamageListener.NONE);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void newIndexIsEmptyAndNeedsARebuild() {
    assertThat(index.needsRebuild()).isTrue();
    assertThat(index.liveRecords()).isZero();
    assertThat(index.appliedThrough("s")).isZero();
    assertThat(index.find(List.of("a"))).isEmpty();
    assertThat(index.find(List.of())).isEmpty();
  }

  @Test
  void appliedStatesAreFoundAndUnknownKeysLeftOut() {
    KeyState live = States.state(Long.MIN_VALUE, -3, false);
    KeyState tombstone = States.state(Long.MAX_VALUE, 4, true);
    index.apply(new BatchIdentity("s", 7), Map.of("", live, "schlüssel:ß", tombstone));

    assertThat(index.find(List.of("", "schlüssel:ß", "schlüssel", "")))
        .isEqualTo(Map.of("", live, "schlüssel:ß", tombstone));
    assertThat(index.appliedThrough("s")).isEqualTo(7);
    assertThat(index.appliedThrough("other")).isZero();
    assertThat(index.liveRecords()).isEqualTo(1);
  }

  @Test
  void olderStateNeverReplacesANewerOne() {
    KeyState tombstone = States.state(5, 2, true);
    index.apply(new BatchIdentity("s", 1), Map.of("a", tombstone));

    index.apply(new BatchIdentity("s", 2), Map.of("a", States.state(9, 1, false)));

    assertThat(index.find(List.of("a"))).isEqualTo(Map.of("a", tombstone));
    assertThat(index.liveRecords()).isZero();
  }

  @Test
  void stateOutlivesACloseAndReopen() {
    index.apply(new BatchIdentity("s", 3), Map.of("a", States.state(1, 1, false)));
    index.close();
    open();

    assertThat(index.liveRecords()).isEqualTo(1);
    assertThat(index.appliedThrough("s")).isEqualTo(3);
    assertThat(index.find(List.of("a"))).containsKey("a");
  }

  @Test
  void liveRecordsEqualsTheReferenceModelAfterAnyChanges() {
    Random random = new Random(3);
    Map<String, KeyState> model = new HashMap<>();
    for (int batch = 1; batch <= 60; batch++) {
      Map<String, KeyState> states = new HashMap<>();
      for (int i = 0; i < random.nextInt(20); i++) {
        states.put(
            "k" + random.nextInt(30),
            States.state(random.nextInt(6), random.nextInt(4), random.nextInt(3) == 0));
      }
      index.apply(new BatchIdentity("s", batch), states);
      if (random.nextInt(4) == 0) {
        index.apply(new BatchIdentity("s", batch), states);
      }
      states.forEach((key, state) -> model.merge(key, state, (a, b) -> b.isNewerThan(a) ? b : a));

      assertThat(index.find(model.keySet())).isEqualTo(model);
      assertThat(index.liveRecords())
          .isEqualTo(model.values().stream().filter(state -> !state.deleted()).count());
    }
  }

  @Test
  void repeatedEarlierBatchDoesNotLowerTheEndOfItsStream() {
    index.apply(new BatchIdentity("s", 9), Map.of());

    index.apply(new BatchIdentity("s", 4), Map.of());

    assertThat(index.appliedThrough("s")).isEqualTo(9);
  }

  @Test
  void secondOpenOfTheSameDirectoryFailsAndHarmsNothing() {
    index.apply(new BatchIdentity("s", 1), Map.of("a", States.state(1, 1, false)));

    assertThatThrownBy(() -> KeyIndex.open(dir.resolve("keys"), DamageListener.NONE))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Cannot open key index in")
        .hasMessageContaining("no other process");
    assertThat(index.liveRecords()).isEqualTo(1);
  }

  @Test
  void directoryWithoutItsManifestStartsEmpty() throws IOException {
    index.apply(new BatchIdentity("s", 1), Map.of("a", States.state(1, 1, false)));
    index.close();
    forEachFile("MANIFEST-*", Files::delete);

    open();

    assertThat(index.needsRebuild()).isTrue();
    assertThat(index.liveRecords()).isZero();
  }

  @Test
  void directoryWithADamagedManifestStartsEmpty() throws IOException {
    index.apply(new BatchIdentity("s", 1), Map.of("a", States.state(1, 1, false)));
    index.close();
    forEachFile("MANIFEST-*", file -> Files.writeString(file, "no manifest at all, only text"));

    open();

    assertThat(index.needsRebuild()).isTrue();
    assertThat(index.appliedThrough("s")).isZero();
  }

  private void forEachFile(String glob, Damage damage) throws IOException {
    int found = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dir.resolve("keys"), glob)) {
      for (Path file : files) {
        damage.to(file);
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  private interface Damage {
    void to(Path file) throws IOException;
  }
}
