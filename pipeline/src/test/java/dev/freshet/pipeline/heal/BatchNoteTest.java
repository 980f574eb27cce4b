package dev.freshet.pipeline.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies is one whose note is not closed. */
class BatchNoteTest {

  @TempDir Path directory;

  @Test
  void batchThatWasCompletedOrEndedInOrderIsNotFound() {
    BatchNote dies = open();
    dies.planned(files(3, 5));
    dies.completed();
    assertThat(open().found()).isEmpty();

    try (BatchNote ends = open()) {
      ends.planned(files(3, 5));
    }
    assertThat(open().found()).isEmpty();
  }

  @Test
  void batchUnderWayIsFoundWithTheDeathsThatItHasSeen() {
    open().planned(files(3, 5));

    BatchNote second = open();
    BatchNote.Died died = second.found().orElseThrow();
    assertThat(died).isEqualTo(new BatchNote.Died("stream", 2, 5, new Deaths(0, 1)));
    second.carry(died);
    second.planned(files(3, 4));

    assertThat(open().found().orElseThrow().deaths()).isEqualTo(new Deaths(0, 2));
  }

  @Test
  void deathsOfOneBatchDoNotCountForAnother() {
    open().planned(files(3, 5));
    BatchNote second = open();
    second.carry(second.found().orElseThrow());
    second.planned(files(3, 5));
    second.completed();
    second.planned(files(6, 7));

    assertThat(open().found()).contains(new BatchNote.Died("stream", 5, 7, new Deaths(0, 1)));
  }

  @Test
  void lackOfMemoryIsFoundAsTheReason() {
    BatchNote dies = open();
    dies.planned(files(3, 5));
    dies.outOfMemory();

    assertThat(open().found().orElseThrow().deaths()).isEqualTo(new Deaths(1, 0));
  }

  @Test
  void processThatHasNoMemoryBeforeItsFirstBatchBlamesNone() {
    BatchNote dies = open();
    dies.planned(files(3, 5));
    dies.completed();
    dies.outOfMemory();

    assertThat(open().found()).isEmpty();
  }

  @Test
  void damagedNoteIsPutAsideAndTold() throws Exception {
    Files.createDirectories(note().getParent());
    Files.write(note(), new byte[200]);
    List<Damage> told = new ArrayList<>();

    BatchNote opened = BatchNote.open(note(), "stream", told::add);

    assertThat(opened.found()).isEmpty();
    assertThat(told).extracting(Damage::file).containsExactly(note().toString());
    assertThat(note().resolveSibling("batch.json.damaged")).exists();
  }

  private BatchNote open() {
    return BatchNote.open(note(), "stream", DamageListener.NONE);
  }

  private Path note() {
    return directory.resolve("state").resolve("batch.json");
  }

  private static List<FileVersion> files(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(
            sequence ->
                new FileVersion(sequence, "/landing/" + sequence, 1, Instant.EPOCH, Instant.EPOCH))
        .toList();
  }
}
