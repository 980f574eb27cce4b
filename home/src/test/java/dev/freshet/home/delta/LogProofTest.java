package dev.freshet.home.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.delta.proof.ContentCut;
import dev.freshet.home.delta.upkeep.LayerUpkeep;
import dev.freshet.storage.damage.Damage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of some batches, whose files are damaged as a power loss or a disk damages them. */
class LogProofTest {

  private static final int FLIPS = Integer.getInteger("freshet.test.flips", 8);

  @TempDir Path dir;
  private Path table;

  @BeforeEach
  void append() {
    table = dir.resolve("gold");
    append(1, 3);
  }

  /** What can happen to an entry. */
  enum Harm {
    EMPTY {
      @Override
      void to(Path entry) throws IOException {
        Files.write(entry, new byte[0]);
      }
    },
    CUT {
      @Override
      void to(Path entry) throws IOException {
        byte[] whole = Files.readAllBytes(entry);
        Files.write(entry, Arrays.copyOf(whole, whole.length - 40));
      }
    },
    ZEROS {
      @Override
      void to(Path entry) throws IOException {
        Files.write(entry, new byte[(int) Files.size(entry)]);
      }
    },
    GONE {
      @Override
      void to(Path entry) throws IOException {
        Files.delete(entry);
      }
    };

    abstract void to(Path entry) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedEntryIsNamedAndNothingAfterItIsTrusted(Harm harm) throws IOException {
    harm.to(entry(2));

    try (DeltaTables tables = DeltaTables.local()) {
      DeltaTable damaged = table(tables);
      assertThatThrownBy(() -> damaged.lastCommitted("s"))
          .isInstanceOfSatisfying(
              FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED))
          .hasMessageContaining(entry(2).toString());

      assertThat(damaged.cutBack()).extracting(Damage::file).containsExactly(entry(2).toString());

      assertThat(damaged.lastCommitted("s")).hasValue(1);
      assertThat(GoldRows.keys(damaged)).containsExactly("s1");
      assertThat(damaged.cutBack()).isEmpty();
    }
    append(2, 4);
    assertKeys("s1", "s2", "s3", "s4");
  }

  @Test
  void aLostNewestEntryIsKnownByItsChecksum() throws IOException {
    Files.delete(entry(3));

    try (DeltaTables tables = DeltaTables.local()) {
      assertThat(table(tables).cutBack()).hasSize(1);
    }
    append(3, 3);
    assertKeys("s1", "s2", "s3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aDamagedDataFileCutsTheVersionThatAddedIt(int harm) throws IOException {
    Path file = dataFile(2);
    switch (harm) {
      case 0 -> Files.delete(file);
      case 1 -> Files.write(file, new byte[(int) Files.size(file)]);
      default -> {
        try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
          data.setLength(data.length() - 1);
        }
      }
    }

    try (DeltaTables tables = DeltaTables.local()) {
      assertThat(table(tables).cutBack()).extracting(Damage::file).containsExactly(file.toString());
      assertThat(table(tables).lastCommitted("s")).hasValue(1);
    }
  }

  @Test
  void aFileThatIsFoundDamagedIsProvenAndCutOut() throws IOException {
    Path file = dataFile(2);
    try (DeltaTables tables = DeltaTables.local()) {
      assertThat(table(tables).cutOf(file.getFileName().toString())).as("it is whole").isEmpty();
      flip(file);
      DeltaTable damaged = table(tables);
      ContentCut cut = damaged.cutOf(file.getFileName().toString()).orElseThrow();
      assertThat(cut.version()).hasValue(1);
      assertThat(damaged.lastCommitted("s", 1)).hasValue(1);
      assertThat(damaged.lastCommitted("s")).as("nothing was changed").hasValue(3);

      assertThat(damaged.cut(cut)).extracting(Damage::file).containsExactly(file.toString());

      assertThat(damaged.lastCommitted("s")).hasValue(1);
      assertThat(damaged.isCutBack()).isTrue();
      assertThat(damaged.cutOf(file.getFileName().toString())).as("no longer there").isEmpty();
    }
    append(2, 3);
    assertKeys("s1", "s2", "s3");
  }

  @Test
  void aFileWhoseVersionWasCleanedUpCostsTheWholeTable() throws IOException {
    append(4, 23);
    Path file = dataFile(1);
    deleteLogBelow(20);
    flip(file);
    try (DeltaTables tables = DeltaTables.local()) {
      DeltaTable damaged = table(tables);
      ContentCut cut = damaged.cutOf(file.getFileName().toString()).orElseThrow();
      assertThat(cut.version()).isEmpty();

      assertThat(damaged.cut(cut)).hasSize(1);

      assertThat(damaged.version()).isEmpty();
      assertThat(damaged.isCutBack()).isTrue();
      assertThat(table.resolveSibling(table.getFileName() + ".damaged")).isDirectory();
    }
    append(1, 3);
    assertKeys("s1", "s2", "s3");
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void aDamagedFirstEntryLeavesATableThatIsMadeAgain() throws IOException {
    Harm.EMPTY.to(entry(0));

    try (DeltaTables tables = DeltaTables.local()) {
      assertThat(table(tables).cutBack()).hasSize(1);
      assertThat(table(tables).version()).isEmpty();
    }
    append(1, 2);
    assertKeys("s1", "s2");
  }

  @Test
  void aDamagedCheckpointIsPutAsideAndNothingIsLost() throws IOException {
    append(4, 23);
    List<Path> checkpoints;
    try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
      checkpoints = files.filter(f -> f.toString().endsWith(".checkpoint.parquet")).toList();
    }
    assertThat(checkpoints).isNotEmpty();
    for (Path checkpoint : checkpoints) {
      Files.write(checkpoint, "PAR1".getBytes(StandardCharsets.US_ASCII));
    }

    try (DeltaTables tables = DeltaTables.local()) {
      assertThat(table(tables).cutBack()).hasSize(checkpoints.size());
    }
    assertKeys(LongStream.rangeClosed(1, 23).mapToObj(i -> "s" + i).toArray(String[]::new));
  }

  @Test
  void aDamagedCheckpointWhoseEntriesAreGoneIsRefusedAndNothingIsMoved() throws IOException {
    append(4, 23);
    Path checkpoint = table.resolve("_delta_log/00000000000000000020.checkpoint.parquet");
    deleteLogBelow(20);
    Files.write(checkpoint, new byte[(int) Files.size(checkpoint)]);

    assertRefused(checkpoint, "the log entries below it are gone");
  }

  @Test
  void anEntryAboveGoneCheckpointsIsRefusedAndNothingIsMoved() throws IOException {
    append(4, 23);
    deleteLogBelow(20);
    Files.delete(table.resolve("_delta_log/00000000000000000020.checkpoint.parquet"));

    assertRefused(entry(0), "the log begins at version 20");
  }

  @Test
  void aDamagedDataFileThatOnlyACheckpointNamesIsRefusedAndNothingIsMoved() throws IOException {
    Path file = dataFile(2);
    append(4, 23);
    deleteLogBelow(20);
    Files.delete(file);

    assertRefused(file, "no log entry that is left added it");
  }

  @Test
  void aCompactionWhoseOldFilesAreDeletedIsNotCutBack() throws IOException {
    Path old = dataFile(2);
    new LayerUpkeep("gold", table, InstantSource.system()).compact(0, 100);
    Path joined = dataFile(4);
    Files.delete(old);
    Files.write(joined, new byte[(int) Files.size(joined)]);

    assertRefused(joined, "version 3 cannot take its place, as for its data file " + old);
  }

  @Test
  void aCompactionWhoseOldFilesAreThereIsCutBack() throws IOException {
    new LayerUpkeep("gold", table, InstantSource.system()).compact(0, 100);
    Path joined = dataFile(4);
    Files.delete(joined);

    try (DeltaTables tables = DeltaTables.local()) {
      assertThat(table(tables).cutBack())
          .extracting(Damage::file)
          .containsExactly(joined.toString());
    }
    assertKeys("s1", "s2", "s3");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aFlippedByteOfAnyFileIsFoundAndHealedOrRefused(long seed) throws IOException {
    append(4, 12);
    new LayerUpkeep("gold", table, InstantSource.system()).compact(0, 100);
    append(13, 14);
    Random random = new Random(seed);
    List<Path> files = files().stream().map(Path::of).filter(Files::isRegularFile).toList();
    for (int i = 0; i < FLIPS; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] whole = Files.readAllBytes(file);
      byte[] flipped = whole.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);

      assertRightOrNamed(file);

      Files.write(file, whole);
    }
    assertKeys(LongStream.rangeClosed(1, 14).mapToObj(k -> "s" + k).toArray(String[]::new));
  }

  /** Whoever asks the table gets the right rows, or learns which file is damaged. */
  private void assertRightOrNamed(Path file) {
    try (DeltaTables tables = DeltaTables.local()) {
      DeltaTable flipped = table(tables);
      flipped.requireWhole();
      assertThat(GoldRows.keys(flipped))
          .as(file.toString())
          .containsExactlyInAnyOrder(
              LongStream.rangeClosed(1, 14).mapToObj(k -> "s" + k).toArray(String[]::new));
      assertThat(flipped.lastCommitted("s")).hasValue(14);
    } catch (FreshetException damaged) {
      assertThat(damaged.code()).as(damaged.getMessage()).isEqualTo(ErrorCode.STORE_DAMAGED);
      assertThat(damaged).hasMessageContaining(file.getFileName().toString());
    }
  }

  @Test
  void aFlippedPageIsFoundByWhoeverReadsIt() throws IOException {
    Path file = dataFile(2);
    byte[] content = Files.readAllBytes(file);
    // The key itself, which would be read as s3.
    content[new String(content, StandardCharsets.ISO_8859_1).indexOf("s2") + 1] ^= 1;
    Files.write(file, content);

    try (DeltaTables tables = DeltaTables.local()) {
      DeltaTable flipped = table(tables);
      assertThatThrownBy(() -> GoldRows.keys(flipped))
          .isInstanceOfSatisfying(
              FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED))
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void hintsThatAreWrongChangeNothing() throws IOException {
    append(4, 23);
    Files.writeString(table.resolve("_delta_log/_last_checkpoint"), "{\"version\":90,\"size\":2}");
    Files.writeString(table.resolve("_delta_log/00000000000000000023.crc"), "{\"x\":1}");

    assertKeys(LongStream.rangeClosed(1, 23).mapToObj(i -> "s" + i).toArray(String[]::new));
  }

  /** Nothing is changed, and the error names the file, the reason and what to do. */
  private void assertRefused(Path file, String why) throws IOException {
    List<String> before = files();
    try (DeltaTables tables = DeltaTables.local()) {
      DeltaTable damaged = table(tables);
      assertThatThrownBy(damaged::cutBack)
          .isInstanceOfSatisfying(
              FreshetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DAMAGED))
          .hasMessageContaining(file.toString())
          .hasMessageContaining(why)
          .hasMessageContaining("rename the directory " + table);
      assertThatThrownBy(damaged::requireWhole).hasMessageContaining(file.toString());
    }
    assertThat(files()).isEqualTo(before);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  /** As a clean-up leaves the log. */
  private void deleteLogBelow(long version) throws IOException {
    try (Stream<Path> files = Files.list(table.resolve("_delta_log"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.matches("\\d{20}\\..*") && Long.parseLong(name.substring(0, 20)) < version) {
          Files.delete(file);
        }
      }
    }
  }

  /** The data file that a version added. */
  private Path dataFile(long version) throws IOException {
    String entry = Files.readString(entry(version));
    int path = entry.indexOf("\"path\":\"", entry.indexOf("\"add\"")) + 8;
    return table.resolve(entry.substring(path, entry.indexOf(".parquet", path) + 8));
  }

  private void append(long first, long last) {
    try (DeltaTables tables = DeltaTables.local()) {
      for (long end = first; end <= last; end++) {
        table(tables).append(new BatchIdentity("s", end), GoldRows.ofFiles("s", end, end));
      }
    }
  }

  private void assertKeys(String... keys) {
    try (DeltaTables tables = DeltaTables.local()) {
      assertThat(GoldRows.keys(table(tables))).containsExactlyInAnyOrder(keys);
    }
  }

  private DeltaTable table(DeltaTables tables) {
    return tables.table(table.toString(), GoldRows.SCHEMA);
  }

  private Path entry(long version) {
    return table.resolve("_delta_log").resolve("%020d.json".formatted(version));
  }
}
