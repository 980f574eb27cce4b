package dev.freshet.pipeline.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamagedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointProofTest {

  private static final long COMPLETED = 13;

  @TempDir Path directory;
  private Path checkpoint;
  private final List<Damage> damages = new ArrayList<>();

  @BeforeEach
  void writeAsSparkDoes() throws IOException {
    checkpoint = directory.resolve("checkpoint");
    write("metadata", "{\"id\":\"417b176b-ec86-495e-b628-d5ba2a222b9f\"}");
    for (int batch = 0; batch < 4; batch++) {
      write("offsets/" + batch, offsets(10 + batch));
      write("commits/" + batch, "v1\n{\"nextBatchWatermarkMs\":0}");
    }
    write("offsets/.5.tmp", "");
  }

  @Test
  void wholeCheckpointStays() throws IOException {
    assertStays();
    write("offsets/4", offsets(99));
    assertStays();
    Files.delete(checkpoint.resolve("commits/3"));
    assertStays();
  }

  @Test
  void checkpointThatIsNotThereIsNoDamage() {
    CheckpointProof.putDamagedAside(directory.resolve("other"), 0, damages::add);

    assertThat(damages).isEmpty();
  }

  @Test
  void newestFilesThatSparkCannotHaveWrittenAreDamage() throws IOException {
    for (String file : List.of("metadata", "offsets/3", "offsets/2", "commits/3", "commits/2")) {
      byte[] whole = Files.readAllBytes(checkpoint.resolve(file));
      for (byte[] damaged :
          List.of(
              new byte[0],
              Arrays.copyOf(whole, whole.length / 2),
              new byte[whole.length],
              new byte[] {(byte) 0xff, 0, 1})) {
        Files.write(checkpoint.resolve(file), damaged);
        assertPutAside(file);
        writeAsSparkDoes();
      }
      Files.delete(checkpoint.resolve(file));
      Files.createDirectory(checkpoint.resolve(file));
      assertPutAside(file);
      writeAsSparkDoes();
    }
  }

  @Test
  void lostFilesAreDamage() throws IOException {
    Files.delete(checkpoint.resolve("metadata"));
    assertPutAside("metadata");
    writeAsSparkDoes();
    Files.delete(checkpoint.resolve("offsets/3"));
    assertPutAside("offsets");
    writeAsSparkDoes();
    for (int batch = 0; batch < 4; batch++) {
      Files.delete(checkpoint.resolve("offsets/" + batch));
    }
    assertPutAside("offsets");
  }

  @Test
  void committedBatchBeyondWhatIsCompleteIsDamage() throws IOException {
    write("offsets/3", offsets(93));
    assertPutAside("offsets/3");
    assertThat(damages.get(0))
        .isEqualTo(
            new Damage(
                DamagedPart.CHECKPOINT,
                checkpoint.resolve("offsets/3").toString(),
                "it ends at sequence 93 and is called committed, but the newest committed batch ends at 13",
                "The checkpoint is now "
                    + directory.resolve("checkpoint.damaged")
                    + ". The query starts after sequence 13, the end of the newest committed batch."));
  }

  private static String offsets(long end) {
    return "v1\n{\"batchWatermarkMs\":0,\"conf\":{\"spark.sql.shuffle.partitions\":\"2\"}}\n" + end;
  }

  private void write(String file, String content) throws IOException {
    Path path = checkpoint.resolve(file);
    Files.createDirectories(path.getParent());
    if (Files.isDirectory(path)) {
      Files.delete(path);
    }
    Files.writeString(path, content);
  }

  private void assertStays() {
    CheckpointProof.putDamagedAside(checkpoint, COMPLETED, damages::add);
    assertThat(damages).isEmpty();
    assertThat(checkpoint.resolve("metadata")).exists();
  }

  private void assertPutAside(String file) {
    damages.clear();
    CheckpointProof.putDamagedAside(checkpoint, COMPLETED, damages::add);
    assertThat(damages)
        .extracting(Damage::file)
        .containsExactly(checkpoint.resolve(file).toString());
    assertThat(checkpoint).doesNotExist();
  }
}
