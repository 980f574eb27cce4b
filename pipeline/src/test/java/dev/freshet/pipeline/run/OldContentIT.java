package dev.freshet.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.FilesPerTrigger;
import dev.freshet.core.maintenance.TableContent;
import dev.freshet.home.content.ContentState;
import dev.freshet.home.content.DamagedContent;
import dev.freshet.home.delta.upkeep.LayerUpkeep;
import dev.freshet.home.metric.PipelineMetric;
import dev.freshet.home.report.JsonFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bit of an old data file flips beside a running pipeline, and maintenance notes it. The pipeline
 * fills the layer again and holds what landed; what it cannot fill again does not stop it.
 */
@Timeout(180)
class OldContentIT {

  private static final int FILES = 5;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path dir;
  private final Map<String, List<String>> landed = new TreeMap<>();
  private IngestHome home;

  @BeforeEach
  void land() throws IOException {
    home = new IngestHome(dir);
    home.configure(
        ChangeFormat.PLAIN, Optional.of("version"), DiscoveryMode.AUTO, FilesPerTrigger.of(1));
    for (int file = 1; file <= FILES; file++) {
      land(file);
    }
    home.runOnce();
  }

  /** The tables of a home. */
  enum Table {
    BRONZE(HomeLayout::bronze),
    SILVER(HomeLayout::silver),
    GOLD(HomeLayout::gold),
    QUARANTINE(HomeLayout::quarantine),
    LEDGER(HomeLayout::ledger);

    private final Function<HomeLayout, Path> path;

    Table(Function<HomeLayout, Path> path) {
      this.path = path;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Test
  void oldFilesThatAreDamagedAreFilledAgainBesideTheRunningPipeline() throws Exception {
    List<Table> tables = new ArrayList<>(List.of(Table.values()));
    long seed = System.nanoTime();
    Collections.shuffle(tables, new Random(seed));
    try (ContinuousRun run = new ContinuousRun(home.pipeline()).awaitReady()) {
      int file = FILES;
      long healed = 0;
      for (Table table : tables) {
        land(++file);
        awaitEverything();
        flip(oldest(table));
        note(table);

        long now = ++healed;
        await("%s of %s, seed %d".formatted(table, tables, seed))
            .atMost(SOON)
            .until(() -> damages() == now);
        land(++file);
        awaitEverything();
      }
      run.end();
    }
    assertWhole();
    for (Table table : tables) {
      assertThat(content(table).files().keySet())
          .allSatisfy(name -> assertThat(damage(table, name)).isEmpty());
    }
  }

  @Test
  void fileWhoseVersionWasCleanedUpCostsTheTableWhichIsFilledAgain() throws Exception {
    Table table = Table.GOLD;
    LayerUpkeep later =
        new LayerUpkeep(table.label(), path(table), () -> Instant.now().plus(Duration.ofHours(2)));
    later.checkpoint();
    later.clean(Long.MAX_VALUE);
    try (ContinuousRun run = new ContinuousRun(home.pipeline()).awaitReady()) {
      flip(oldest(table));
      note(table);

      await().atMost(SOON).until(() -> damages() == 1);
      land(FILES + 1);
      awaitEverything();

      run.end();
    }
    assertThat(path(table).resolveSibling(table.label() + ".damaged")).isDirectory();
    assertWhole();
  }

  @Test
  void damageThatWasNotedBeforeTheStartIsHealedByIt() throws Exception {
    flip(oldest(Table.GOLD));
    note(Table.GOLD);
    land(FILES + 1);

    home.pipeline().run(true);

    assertThat(damages()).isEqualTo(1);
    assertWhole();
  }

  @Test
  void bronzeWhoseLandedFilesAreGoneStaysAndThePipelineGoesOn() throws Exception {
    try (ContinuousRun run = new ContinuousRun(home.pipeline()).awaitReady()) {
      for (int file = 1; file <= FILES; file++) {
        Files.delete(home.landing.resolve(file + ".json"));
      }
      Path damaged = oldest(Table.BRONZE);
      byte[] whole = Files.readAllBytes(damaged);
      flip(damaged);
      note(Table.BRONZE);

      await().atMost(SOON).until(() -> damages() == 1);
      land(FILES + 1);
      awaitEverything();

      assertThat(run.ended()).isFalse();
      assertThat(damages()).as("it is told once").isEqualTo(1);
      // Another layer cannot be filled from it, and stays too.
      flip(oldest(Table.SILVER));
      note(Table.BRONZE, Table.SILVER);
      await().atMost(SOON).until(() -> damages() == 2);
      land(FILES + 2);
      awaitEverything();
      run.end();
      // A copy is put back.
      Files.write(damaged, whole);
    }
    note(Table.BRONZE, Table.SILVER);
    home.pipeline().run(true);
    assertWhole();
  }

  @Test
  void noteOfAFileThatIsWholeOrGoneChangesNothing() throws Exception {
    try (ContinuousRun run = new ContinuousRun(home.pipeline()).awaitReady()) {
      List<DamagedContent> notes =
          List.of(
              noted(Table.GOLD, oldest(Table.GOLD).getFileName().toString()),
              noted(Table.SILVER, "part-that-is-gone.parquet"),
              new DamagedContent(
                  DamagedContent.VECTORS, "data/gone.lance", "/gone", "it is gone", Instant.EPOCH));
      new JsonFile<>(home.config().layout().contentState(), ContentState.class).write(state(notes));
      land(FILES + 1);
      awaitEverything();
      run.end();
    }
    assertThat(damages()).isZero();
    assertWhole();
  }

  private void land(int file) {
    home.land(
        file + ".json",
        "{\"id\":\"a\",\"version\":%d,\"text\":\"a in %d\"}".formatted(file, file),
        "{\"id\":\"k%d\",\"version\":1,\"text\":\"text of %d\"}".formatted(file, file),
        "not json " + file);
    landed.put("a", List.of("a in " + file));
    landed.put("k" + file, List.of("text of " + file));
  }

  private void awaitEverything() {
    await().atMost(SOON).until(() -> home.searchable().equals(landed));
  }

  private void assertWhole() {
    assertThat(home.searchable()).isEqualTo(landed);
    int files = landed.size() - 1;
    assertThat(home.column(IngestHome.Layer.BRONZE, "payload"))
        .hasSize(3 * files)
        .doesNotHaveDuplicates();
    assertThat(home.column(IngestHome.Layer.QUARANTINE, "payload"))
        .hasSize(files)
        .doesNotHaveDuplicates();
    assertThat(home.filesPerBatch()).containsOnly(1L).hasSize(files);
    home.assertEqual();
    home.assertDeepEqual();
  }

  private long damages() {
    return home.metrics().total(PipelineMetric.DAMAGES);
  }

  private Path path(Table table) {
    return table.path.apply(home.config().layout());
  }

  private TableContent content(Table table) {
    return new LayerUpkeep(table.label(), path(table), Instant::now).content().orElseThrow();
  }

  private Optional<String> damage(Table table, String name) {
    try {
      return content(table).damage(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path oldest(Table table) {
    TableContent content = content(table);
    return content.files().keySet().stream()
        .map(content::path)
        .min(Comparator.comparingLong(file -> file.toFile().lastModified()))
        .orElseThrow();
  }

  /** As maintenance notes it. */
  private void note(Table... tables) throws IOException {
    List<DamagedContent> found = new ArrayList<>();
    for (Table table : tables) {
      for (String name : content(table).files().keySet()) {
        if (damage(table, name).isPresent()) {
          found.add(noted(table, name));
        }
      }
    }
    new JsonFile<>(home.config().layout().contentState(), ContentState.class).write(state(found));
  }

  private DamagedContent noted(Table table, String name) {
    return new DamagedContent(
        table.label(), name, path(table).resolve(name).toString(), "changed", Instant.EPOCH);
  }

  private static ContentState state(List<DamagedContent> damaged) {
    Instant now = Instant.now();
    return new ContentState(now, null, "", new ContentState.Pace(now, now, 0), damaged);
  }

  /** In the middle of the pages, where only a checksum shows it. */
  private static void flip(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(open.length() / 3);
      int old = open.read();
      open.seek(open.length() / 3);
      open.write(old ^ 1);
    }
  }
}
