package dev.freshet.pipeline.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.filelog.Portion.Care;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.BronzeRow;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Lineage;
import dev.freshet.storage.damage.DamageListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home with four files, of which the first is complete. */
class SuspectBatchTest {

  @TempDir Path directory;
  private HomeLayout layout;
  private DeltaTables tables;
  private LayerTables layers;
  private String streamId;

  @BeforeEach
  void open() {
    layout = new HomeLayout(directory, "articles");
    tables = DeltaTables.local();
    layers = LayerTables.of(tables, layout);
    try (FileLog log = FileLog.open(layout.fileLog())) {
      streamId = log.streamId();
      log.append(
          LongStream.rangeClosed(1, 4)
              .mapToObj(each -> new LandedFile("/landing/" + each, 10, Instant.EPOCH))
              .toList(),
          Instant.EPOCH);
    }
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void filesOfABatchWithoutMemoryAreReadAloneAndLastAndKeepTheirArrival() {
    died(2, 3, true);

    settle(1);

    try (FileLog log = FileLog.open(layout.fileLog())) {
      assertThat(log.lastSequence()).isEqualTo(6);
      assertThat(log.portions().of(2).isPutOff()).isTrue();
      assertThat(log.portions().of(3).isPutOff()).isTrue();
      assertThat(log.portions().of(4)).isEqualTo(Portion.whole(4));
      assertThat(log.portions().of(5)).isEqualTo(new Portion(2, 0, Long.MAX_VALUE, Care.ALONE, ""));
      assertThat(log.portions().of(6)).isEqualTo(new Portion(3, 0, Long.MAX_VALUE, Care.ALONE, ""));
      assertThat(log.portions().oldestBehind(4)).hasValue(2);
      assertThat(log.versions(4, 5).get(0).path()).isEqualTo("/landing/2");
    }
  }

  @Test
  void filesThatALayerHasKeepTheirPlaceAndWhatWasPlannedIsForgotten() throws Exception {
    Path offsets = Files.createDirectories(layout.checkpoint(streamId).resolve("offsets"));
    Path commits = Files.createDirectories(layout.checkpoint(streamId).resolve("commits"));
    Files.writeString(offsets.resolve("0"), "v1");
    Files.writeString(commits.resolve("0"), "v1");
    Files.writeString(offsets.resolve("1"), "v1");
    appendToBronze(3);
    died(2, 3, true);

    settle(1);

    assertThat(offsets.resolve("0")).exists();
    assertThat(offsets.resolve("1")).doesNotExist();
    try (FileLog log = FileLog.open(layout.fileLog())) {
      assertThat(log.lastSequence()).isEqualTo(4);
      assertThat(log.portions().of(2).care()).isEqualTo(Care.ALONE);
      assertThat(log.portions().of(3).care()).isEqualTo(Care.ALONE);
      assertThat(log.portions().firstAlone(0, 4)).hasValue(2);
    }
  }

  @Test
  void oneKillChangesNothingAndASecondOfTheSameBatchReadsItsFilesAloneInPlace() {
    died(2, 3, false);
    BatchNote second = note();
    assertThat(new SuspectBatch(streamId, layout, layers).settle(second, 1)).isEmpty();
    plan(second, 2, 3);

    settle(1);

    try (FileLog log = FileLog.open(layout.fileLog())) {
      assertThat(log.lastSequence()).isEqualTo(4);
      assertThat(log.portions().of(2).care()).isEqualTo(Care.ALONE);
      assertThat(log.portions().of(3).care()).isEqualTo(Care.ALONE);
    }
  }

  @Test
  void fileThatTakesAllMemoryAloneIsNotRead() {
    readAlone(2);
    died(2, 2, true);

    assertThat(settle(1)).isEmpty();

    try (FileLog log = FileLog.open(layout.fileLog())) {
      assertThat(log.portions().of(2).care()).isEqualTo(Care.NOT_READ);
      assertThat(log.portions().of(2).reason()).contains("-Xmx in FRESHET_JAVA_OPTS");
    }
  }

  @Test
  void oneThatALayerHasIsReadAndNotEmbedded() {
    readAlone(2);
    appendToBronze(2);
    died(2, 2, true);

    Map<Long, String> leftOut = settle(1);

    assertThat(leftOut).containsOnlyKeys(2L);
    assertThat(leftOut.get(2L)).contains("/landing/2").contains("Split it");
    died(2, 2, true);
    assertThat(settle(1)).as("if even that takes all memory").isEmpty();
  }

  @Test
  void batchThatWasCompletedInTheEndIsNotSuspected() {
    died(2, 3, true);

    settle(3);

    try (FileLog log = FileLog.open(layout.fileLog())) {
      assertThat(log.lastSequence()).isEqualTo(4);
      assertThat(log.portions().of(2)).isEqualTo(Portion.whole(2));
    }
  }

  private Map<Long, String> settle(long completed) {
    try (BatchNote note = note()) {
      return new SuspectBatch(streamId, layout, layers).settle(note, completed);
    }
  }

  private BatchNote note() {
    return BatchNote.open(layout.batchNote(), streamId, DamageListener.NONE);
  }

  private void died(long first, long last, boolean outOfMemory) {
    BatchNote note = note();
    plan(note, first, last);
    if (outOfMemory) {
      note.outOfMemory();
    }
  }

  private void plan(BatchNote note, long first, long last) {
    try (FileLog log = FileLog.open(layout.fileLog())) {
      note.planned(log.versions(first - 1, last));
    }
  }

  private void readAlone(long sequence) {
    try (FileLog log = FileLog.open(layout.fileLog())) {
      log.portions().put(sequence, Portion.whole(sequence).with(Care.ALONE, ""));
    }
  }

  private void appendToBronze(long sequence) {
    BatchIdentity batch = new BatchIdentity(streamId, sequence);
    Lineage lineage = new Lineage(batch, sequence, "/landing/" + sequence, 1, Instant.EPOCH);
    layers
        .bronze()
        .append(
            batch, List.of(new BronzeRow(lineage, "{}", null, BronzeRow.Understood.NOTHING, null)));
  }
}
