package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.pipeline.run.IngestHome.Layer;
import dev.freshet.pipeline.stage.BatchStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file log is lost, and of the landed files only those are read that Bronze does not prove. */
@Timeout(300)
class LostFileLogIT {

  private static final Instant LANDED = Instant.parse("2026-11-01T00:00:00Z");

  private static final String ENDED = "Cannot continue: the test ends the batch.";

  @TempDir Path dir;
  private IngestHome home;

  @BeforeEach
  void open() throws IOException {
    home = new IngestHome(dir);
    home.configure(ChangeFormat.PLAIN, Optional.empty(), DiscoveryMode.AUTO, FilesPerTrigger.of(2));
  }

  /** By default three series, in the long profile forty; from another seed on if one is given. */
  static LongStream seeds() {
    long first = Long.getLong("freshet.seed", 1);
    return LongStream.range(first, first + (Boolean.getBoolean("freshet.test.long") ? 40 : 3));
  }

  /**
   * Files land, are rewritten and deleted, batches die at a random step, and the file log is lost,
   * half written or damaged, now and then with the checkpoint. A plain map has what the directory
   * says, and a set of paths what has to be read.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void tableIsWhatLandedAndOnlyWhatIsNotProvenIsRead(long seed) throws Exception {
    Random random = new Random(seed);
    Model model = new Model();
    for (int round = 0; round < 3; round++) {
      change(random, model, 5);
      home.runOnce();
      model.readAll();
      Set<String> unproven = new TreeSet<>();
      if (random.nextBoolean()) {
        unproven.addAll(change(random, model, 4));
        dieAt(BatchStep.values()[random.nextInt(BatchStep.values().length)]);
      }
      lose(random);
      Set<String> changed = change(random, model, 2);
      Set<String> mayBeRead = new TreeSet<>(unproven);
      mayBeRead.addAll(changed);
      Set<Long> before = sequences();

      home.runOnce();

      assertThat(readSince(before)).as("seed %d, round %d", seed, round).isSubsetOf(mayBeRead);
      assertThat(readSince(before)).containsAll(changed);
      model.readAll();
      assertThat(home.searchable()).isEqualTo(model.records());
      home.assertEqual();
      home.assertDeepEqual();
      assertThat(home.runOnce().files()).isZero();
    }
  }

  @Test
  void rewriteWithTheSameSizeAndTimeIsReadAndATouchedFileIsNot() throws IOException {
    Path rewritten = home.land("1.json", record("a", "one"));
    Path touched = home.land("2.json", record("b", "two"));
    home.runOnce();
    loseFileLog();
    FileTime time = Files.getLastModifiedTime(rewritten);
    Files.writeString(rewritten, record("a", "six") + "\n");
    Files.setLastModifiedTime(rewritten, time);
    Files.setLastModifiedTime(touched, Files.getLastModifiedTime(touched));

    RunSummary summary = home.runOnce();

    assertThat(summary.files()).isEqualTo(1);
    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("six"), "b", List.of("two")));
    home.assertEqual();
    home.assertDeepEqual();
  }

  @Test
  void linesOfAFileThatGrowsAfterTheLossKeepTheirPlace() throws IOException {
    Path grown = home.land("1.json", record("a", "old"));
    home.land("2.json", record("a", "newer"));
    home.runOnce();
    loseFileLog();
    Files.writeString(grown, record("a", "old") + "\n" + record("b", "other") + "\n");

    assertThat(home.runOnce().files()).isEqualTo(1);

    assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("newer"), "b", List.of("other")));
    home.assertEqual();
    home.assertDeepEqual();
    FileUtil.fullyDelete(home.config().layout().gold().toFile());
    FileUtil.fullyDelete(home.config().layout().silver().toFile());
    home.runOnce();
    home.assertEqual();
    home.assertDeepEqual();
  }

  @Test
  void largeFileGoesOnBehindThePartsThatWereRead() throws IOException {
    home.configureSource(Map.of("maxFileBytes", "2000"));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add(record("large" + i, "text of large " + i));
    }
    Path large = home.land("1.json", lines.toArray(new String[0]));
    Files.setLastModifiedTime(large, FileTime.from(LANDED));
    // It lands behind the large file, and stays the newest though that one is read to its end
    // later.
    home.land("2.json", record("large199", "newest"));
    IngestPipeline pipeline = home.pipeline();
    int[] batches = {0};
    pipeline.observeSteps(
        step -> {
          if (step == BatchStep.STARTED && ++batches[0] >= 4) {
            throw ended();
          }
        });
    assertThatThrownBy(() -> pipeline.run(true)).hasMessage(ENDED);
    int linesRead = home.column(Layer.BRONZE, "line").size();
    assertThat(linesRead).isBetween(20, 190);
    loseFileLog();

    home.runOnce();

    assertThat(home.column(Layer.BRONZE, "payload")).doesNotHaveDuplicates();
    assertThat(home.searchable()).hasSize(200).containsEntry("large199", List.of("newest"));
    home.assertEqual();
    home.assertDeepEqual();
    assertThat(home.runOnce().files()).isZero();
  }

  @Test
  void lossAfterLossStillKnowsWhatWasRead() throws IOException {
    home.land("1.json", record("a", "one"));
    home.runOnce();
    for (int i = 2; i < 5; i++) {
      loseFileLog();
      home.land(i + ".json", record("a", "text " + i));

      assertThat(home.runOnce().files()).isEqualTo(1);

      loseFileLog();
      assertThat(home.runOnce().files()).isZero();
      assertThat(home.searchable()).isEqualTo(Map.of("a", List.of("text " + i)));
    }
    home.assertEqual();
    home.assertDeepEqual();
  }

  /** A figure: with the long profile, and {@code freshet.lost.files} files. */
  @Test
  @EnabledIfSystemProperty(named = "freshet.test.long", matches = "true")
  void startAfterALossReadsNothingAgain() throws IOException {
    int files = Integer.getInteger("freshet.lost.files", 2_000);
    home.configure(ChangeFormat.PLAIN, Optional.empty(), DiscoveryMode.AUTO, FilesPerTrigger.AUTO);
    for (int i = 0; i < files; i++) {
      home.land(i + ".json", record("r" + i, "text of record " + i));
    }
    timed("first run", files);
    timed("start with the file log", 0);
    loseFileLog();
    timed("start without the file log", 0);
    loseFileLog();
    FileUtil.fullyDelete(home.config().layout().ledger().toFile());
    FileUtil.fullyDelete(home.config().layout().keyIndex().toFile());
    timed("start without file log, ledger and key index: all is read again", files);
    home.assertEqual();
  }

  private void timed(String what, int files) {
    long begun = System.nanoTime();
    RunSummary summary = home.runOnce();
    System.out.printf(
        "%s: %d files read in %.1f s%n", what, summary.files(), (System.nanoTime() - begun) / 1e9);
    assertThat(summary.files()).as(what).isEqualTo(files);
  }

  private static String record(String id, String text) {
    return "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(id, text);
  }

  private void loseFileLog() {
    assertThat(FileUtil.fullyDelete(home.config().layout().fileLog().toFile())).isTrue();
  }

  /** All of it, its content, or some bytes in its middle; now and then the checkpoint too. */
  private void lose(Random random) throws IOException {
    Path fileLog = home.config().layout().fileLog();
    switch (random.nextInt(3)) {
      case 0 -> loseFileLog();
      case 1 -> {
        try (Stream<Path> files = Files.list(fileLog)) {
          for (Path file : files.filter(each -> !each.endsWith("end")).toList()) {
            Files.delete(file);
          }
        }
      }
      default -> {
        try (Stream<Path> files = Files.list(fileLog)) {
          Path log =
              files
                  .filter(each -> each.toString().endsWith(".log"))
                  .max((one, other) -> Long.compare(one.toFile().length(), other.toFile().length()))
                  .orElseThrow();
          byte[] bytes = Files.readAllBytes(log);
          if (bytes.length < 64) {
            loseFileLog();
            break;
          }
          for (int i = bytes.length / 2; i < bytes.length / 2 + 16; i++) {
            bytes[i] ^= 0x55;
          }
          Files.write(log, bytes);
        }
      }
    }
    if (random.nextBoolean()) {
      FileUtil.fullyDelete(dir.resolve("home/checkpoint").toFile());
    }
  }

  private void dieAt(BatchStep step) {
    IngestPipeline pipeline = home.pipeline();
    pipeline.observeSteps(
        reached -> {
          if (reached == step) {
            throw ended();
          }
        });
    try {
      pipeline.run(true);
    } catch (FreshetException e) {
      assertThat(e).hasMessage(ENDED); // Unless nothing was left to read.
    }
  }

  private static FreshetException ended() {
    return new FreshetException(ErrorCode.INTERNAL, ENDED);
  }

  private Set<Long> sequences() {
    Set<Long> sequences = new HashSet<>();
    home.column(Layer.BRONZE, "sequence").forEach(each -> sequences.add(Long.parseLong(each)));
    return sequences;
  }

  /** The files of which Bronze has new versions. */
  private Set<String> readSince(Set<Long> before) {
    List<String> sequences = home.column(Layer.BRONZE, "sequence");
    List<String> files = home.column(Layer.BRONZE, "file");
    Set<String> read = new TreeSet<>();
    for (int i = 0; i < files.size(); i++) {
      if (!before.contains(Long.parseLong(sequences.get(i)))) {
        read.add(files.get(i));
      }
    }
    return read;
  }

  /**
   * What has landed. Every version of a file writes the same keys, two of its own and one that it
   * shares with others, so the last landing that writes a key decides.
   */
  private static final class Model {
    private final Map<String, List<String>> records = new TreeMap<>();
    private final Set<String> there = new TreeSet<>();
    private final Set<String> unread = new TreeSet<>();
    private int landings;

    void readAll() {
      unread.clear();
    }

    Map<String, List<String>> records() {
      return records;
    }
  }

  /**
   * Lands or rewrites some files, or deletes one that was read.
   *
   * @return the paths that landed
   */
  private Set<String> change(Random random, Model model, int changes) throws IOException {
    Set<String> landed = new TreeSet<>();
    for (int i = 0; i < changes; i++) {
      int number = random.nextInt(9);
      Path path = home.landing.resolve(number + ".json");
      String name = path.toString();
      boolean wasRead = model.there.contains(name) && !model.unread.contains(name);
      if (wasRead && random.nextInt(5) == 0) {
        Files.delete(path);
        model.there.remove(name);
        continue;
      }
      List<String> lines = new ArrayList<>();
      model.landings++;
      for (String key : List.of(number + "a", number + "b", "shared" + number % 3)) {
        String text = "landing %d of %s".formatted(model.landings, key);
        model.records.put(key, List.of(text));
        lines.add(record(key, text));
      }
      home.land(number + ".json", lines.toArray(new String[0]));
      Files.setLastModifiedTime(path, FileTime.from(LANDED.plusSeconds(model.landings)));
      model.there.add(name);
      model.unread.add(name);
      landed.add(name);
    }
    return landed;
  }
}
