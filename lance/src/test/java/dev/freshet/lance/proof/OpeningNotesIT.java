package dev.freshet.lance.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.lance.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that die while they open something. */
class OpeningNotesIT {

  @TempDir Path directory;

  private OpeningNotes notes() {
    return new OpeningNotes(directory.resolve("notes"));
  }

  @Test
  void whatHasEndedTwoProcessesCountsAsDamagedAndOneDeathDoesNot() throws Exception {
    Files.writeString(directory.resolve("beside"), "");
    kill("a");
    assertThat(notes().damaged()).isEmpty();
    kill("b");
    assertThat(notes().damaged()).isEmpty();

    kill("a");

    assertThat(notes().damaged()).containsExactly("a");
    assertThat(notes().damaged()).as("asked again").containsExactly("a");
  }

  @Test
  void anOpeningThatSucceedsForgetsTheDeathsBefore() throws Exception {
    kill("a");
    notes().begin(Set.of("a", "c")).close();
    kill("a");

    assertThat(notes().damaged()).isEmpty();
  }

  @Test
  void processesThatLiveOrAreAskedToEndCountAsNoDeath() throws Exception {
    try (ChildJvm one = open("a");
        ChildJvm other = open("a");
        OpeningNotes.Note here = notes().begin(Set.of("a"))) {
      assertThat(notes().damaged()).isEmpty();
      one.end();
      other.end();
      assertThat(notes().damaged()).isEmpty();
    }
    assertThat(directory.resolve("notes")).isEmptyDirectory();
  }

  @Test
  void withoutAPlaceForNotesThereAreNone() throws Exception {
    OpeningNotes nowhere = new OpeningNotes(directory.resolve("missing/notes"));
    nowhere.begin(Set.of("a")).close();
    assertThat(nowhere.damaged()).isEmpty();
    assertThat(directory.resolve("missing")).doesNotExist();

    Path file = Files.writeString(directory.resolve("file"), "no directory");
    OpeningNotes blocked = new OpeningNotes(file);
    blocked.begin(Set.of("a")).close();
    assertThat(blocked.damaged()).isEmpty();
  }

  private ChildJvm open(String subject) throws Exception {
    ChildJvm child =
        ChildJvm.start(
            directory, OpeningProcess.class, directory.resolve("notes").toString(), subject);
    child.awaitLines(1);
    return child;
  }

  private void kill(String subject) throws Exception {
    try (ChildJvm child = open(subject)) {
      child.kill();
    }
  }
}
