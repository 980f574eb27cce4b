package dev.freshet.pipeline.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileLogRebuild.Planned;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.fs.LocalAccess;
import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.home.delta.DeltaTables;
import dev.freshet.home.layer.BronzeRow;
import dev.freshet.home.layer.LayerTables;
import dev.freshet.home.layer.Ledger;
import dev.freshet.home.layer.Lineage;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.stage.landed.ReadNote;
import dev.freshet.storage.damage.DamageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new file log knows after one was lost, against a plain map of what was read. */
class LostFileLogTest {

  /** Finer than what a table stores. */
  private static final Instant MODIFIED = Instant.parse("2026-11-30T10:00:00.123456789Z");

  private static final ContentMark MARK = new ContentMark(4, "ab".repeat(32), 1, 3);

  @TempDir Path dir;
  private HomeLayout layout;
  private DeltaTables tables;
  private LayerTables layers;
  private Path landing;

  @BeforeEach
  void open() throws IOException {
    layout = new HomeLayout(dir.resolve("home"), "articles");
    landing = Files.createDirectory(dir.resolve("landing"));
    tables = DeltaTables.local();
    layers = LayerTables.of(tables, layout);
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void fileThatWasReadWholeIsKnownInTheStateInWhichItWasRead() {
    LandedFile file = new LandedFile("/l/a.json", 4, MODIFIED, -77);
    read(1, note(file, Portion.whole(1), Optional.of(MARK), 1, false));
    complete(1);

    try (FileLog log = rebuilt()) {
      assertThat(log.newest("/l/a.json")).contains(new FileLog.Newest(2, file));
      assertThat(log.marks().of(2)).contains(MARK);
      assertThat(log.knownThrough()).isEqualTo(2);
      assertThat(log.lastSequence()).isEqualTo(2);
      assertThat(log.committedSequence()).isEqualTo(2);
      assertThat(log.history().batchOf(2)).isPresent();
      assertThat(log.history().hasError(2)).isFalse();
      assertThat(log.append(List.of(file), MODIFIED)).as("as it was").isEqualTo(2);
      LandedFile touched = new LandedFile("/l/a.json", 4, MODIFIED, -78);
      assertThat(log.append(List.of(touched), MODIFIED)).isEqualTo(3);
      assertThat(log.marks().before(3)).as("its content is compared").contains(MARK);
    }
  }

  @Test
  void fileWithALineThatCouldNotBeReadIsKnownAndIsNotRemoved() {
    LandedFile file = new LandedFile("/l/a.json", 4, MODIFIED);
    read(1, note(file, Portion.whole(1), Optional.empty(), 1, true));
    complete(1);

    try (FileLog log = rebuilt()) {
      assertThat(log.newest("/l/a.json")).isPresent();
      assertThat(log.history().hasError(2)).isTrue();
    }
  }

  @Test
  void emptyFileIsKnownAndOneOfWhichNothingCouldBeReadIsNot() {
    LandedFile empty = new LandedFile("/l/empty.json", 0, MODIFIED);
    LandedFile denied = new LandedFile("/l/denied.json", 9, MODIFIED);
    read(1, note(empty, Portion.whole(1), Optional.empty(), 0, true));
    read(2, note(denied, Portion.whole(2), Optional.empty(), 0, true));
    complete(2);

    try (FileLog log = rebuilt()) {
      assertThat(log.newest("/l/empty.json")).isPresent();
      assertThat(log.newest("/l/denied.json")).isEmpty();
    }
  }

  @Test
  void restOfAFileGoesOnBehindItsPartsUnderItsFirstNumber() throws IOException {
    LandedFile file = landed("large.json", 100);
    read(1, note(file, new Portion(1, 0, 3, Portion.Care.NONE, ""), Optional.empty(), 3, false));
    read(2, note(other("/l/b.json"), Portion.whole(2), Optional.empty(), 1, false));
    read(3, note(file, new Portion(1, 3, 8, Portion.Care.NONE, ""), Optional.empty(), 5, false));
    complete(3);

    try (FileLog log = rebuilt()) {
      assertThat(log.knownThrough()).isEqualTo(4);
      assertThat(log.versions(4, 5)).extracting(FileVersion::path).containsExactly(file.path());
      assertThat(log.portions().of(5))
          .isEqualTo(new Portion(1, 8, Long.MAX_VALUE, Portion.Care.NONE, ""));
      assertThat(log.newest(file.path())).contains(new FileLog.Newest(5, file));
    }
  }

  @Test
  void fileThatWasChangedAfterAPartWasReadIsAFileLikeAnyOther() throws IOException {
    LandedFile file = landed("large.json", 100);
    read(1, note(file, new Portion(1, 0, 3, Portion.Care.NONE, ""), Optional.empty(), 3, false));
    complete(1);
    Files.writeString(Path.of(file.path()), "y".repeat(101));

    try (FileLog log = rebuilt()) {
      assertThat(log.newest(file.path())).isEmpty();
      assertThat(log.lastSequence()).isEqualTo(1);
    }
  }

  @Test
  void newerVersionWithoutANoteIsNotHiddenByAnOlderOneWithOne() {
    LandedFile file = new LandedFile("/l/a.json", 4, MODIFIED);
    read(1, note(file, Portion.whole(1), Optional.empty(), 1, false));
    read(2, new Version("/l/a.json", 1, null));
    complete(2);

    try (FileLog log = rebuilt()) {
      assertThat(log.newest("/l/a.json")).isEmpty();
    }
  }

  @Test
  void noteOfAnotherBuildIsNoNote() {
    assertThat(ReadNote.parse("")).isEmpty();
    assertThat(ReadNote.parse("{}")).isEmpty();
    assertThat(ReadNote.parse("null")).isEmpty();
    assertThat(ReadNote.parse("{\"state\":{\"bytes\":1},\"extent\":\"HALF\"}")).isEmpty();
  }

  @Test
  void makingThatIsCutShortBeginsAgainWithNothing() {
    read(1, note(other("/l/a.json"), Portion.whole(1), Optional.empty(), 1, false));
    read(2, note(other("/l/b.json"), Portion.whole(2), Optional.empty(), 1, false));
    complete(2);
    RuntimeException stop = new IllegalStateException("stopped");
    LostFileLog lost = lost();
    try {
      FileLog.open(
              layout.fileLog(),
              new dev.freshet.autoloader.filelog.FileLogRebuild.Lost() {
                @Override
                public long startAfter() {
                  return lost.startAfter();
                }

                @Override
                public void versions(dev.freshet.autoloader.filelog.FileLogRebuild.Sink sink) {
                  lost.versions(sink);
                  sink.version("/l/never.json", 9, "");
                  throw stop;
                }
              },
              DamageListener.NONE)
          .close();
    } catch (IllegalStateException e) {
      assertThat(e).isSameAs(stop);
    }

    try (FileLog log = rebuilt()) {
      assertThat(log.knownThrough()).isEqualTo(4);
      assertThat(log.newest("/l/never.json")).isEmpty();
      assertThat(log.versions(2, 4)).extracting(FileVersion::path).hasSize(2);
    }
  }

  /**
   * Files are read, rewritten, cut into parts, refused and left in batches that do not complete, at
   * random. A plain map says what must be known.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void newLogKnowsWhatAPlainMapKnows(long seed) {
    Random random = new Random(seed);
    Map<String, LandedFile> wholes = new HashMap<>();
    Set<String> others = new TreeSet<>();
    long last = 40 + random.nextInt(200);
    long complete = random.nextInt((int) last + 1);
    for (long sequence = 1; sequence <= last; sequence++) {
      String path = "/l/" + random.nextInt(60) + ".json";
      LandedFile file =
          new LandedFile(
              path,
              random.nextInt(3),
              MODIFIED.plusNanos(random.nextInt(1_000)),
              random.nextLong());
      wholes.remove(path);
      others.remove(path);
      int kind = random.nextInt(4);
      Version version;
      if (kind == 0) {
        version = new Version(path, 1 + random.nextInt(3), null);
      } else if (kind == 1) {
        version = note(file, Portion.whole(sequence), Optional.empty(), 0, true);
      } else {
        version =
            note(file, Portion.whole(sequence), Optional.of(MARK), 1 + random.nextInt(3), false);
      }
      read(sequence, version);
      boolean whole = kind > 1 || (kind == 1 && file.size() == 0);
      if (whole && sequence <= complete) {
        wholes.put(path, file);
      } else {
        others.add(path);
      }
    }
    complete(complete);

    try (FileLog log = rebuilt()) {
      assertThat(log.startAfter()).isEqualTo(last);
      assertThat(log.lastSequence()).isEqualTo(last + wholes.size());
      assertThat(log.knownThrough()).isEqualTo(log.lastSequence());
      Map<String, LandedFile> known = new TreeMap<>();
      Set<Long> numbers = new HashSet<>();
      for (String path : wholes.keySet()) {
        FileLog.Newest newest = log.newest(path).orElseThrow();
        known.put(path, newest.file());
        numbers.add(newest.sequence());
      }
      assertThat(known).isEqualTo(wholes);
      assertThat(numbers).hasSize(wholes.size());
      assertThat(others).allSatisfy(path -> assertThat(log.newest(path)).isEmpty());
      assertThat(log.append(List.copyOf(wholes.values()), MODIFIED)).isEqualTo(log.knownThrough());
    }
    FileLog.open(layout.fileLog()).close(); // Its proof holds.
  }

  /** The rows of a version. */
  private record Version(String path, int rows, String note) {}

  private static Version note(
      LandedFile file, Portion portion, Optional<ContentMark> mark, int lines, boolean error) {
    List<LandedRow> rows = new ArrayList<>();
    for (int line = 1; line <= lines; line++) {
      rows.add(row(file, portion.afterRecord() + line, null));
    }
    if (error) {
      rows.add(row(file, 0, "it cannot be read"));
    }
    String note = ReadNote.of(new Planned(file, portion, mark), rows).text();
    return new Version(file.path(), rows.size(), note);
  }

  private static LandedRow row(LandedFile file, long line, String error) {
    return new LandedRow(
        line == 0 ? null : "{}", line, file.path(), 1, file.size(), MODIFIED, error);
  }

  private static LandedFile other(String path) {
    return new LandedFile(path, 4, MODIFIED);
  }

  private LandedFile landed(String name, int bytes) throws IOException {
    Path path = Files.writeString(landing.resolve(name), "x".repeat(bytes));
    Files.setLastModifiedTime(path, FileTime.from(MODIFIED));
    return new LocalAccess(landing.toString()).look(path.toString()).orElseThrow();
  }

  private void read(long sequence, Version version) {
    BatchIdentity batch = new BatchIdentity("lost", sequence);
    List<BronzeRow> rows = new ArrayList<>();
    for (int row = 1; row <= version.rows(); row++) {
      Lineage lineage = new Lineage(batch, sequence, version.path(), row, MODIFIED);
      String note = row == version.rows() ? version.note() : null;
      rows.add(new BronzeRow(lineage, "{}", null, BronzeRow.Understood.NOTHING, note));
    }
    layers.bronze().append(batch, rows);
  }

  private void complete(long sequence) {
    if (sequence > 0) {
      layers.ledger().record(new BatchIdentity("lost", sequence), MODIFIED, Ledger.COMMITTED);
    }
  }

  private LostFileLog lost() {
    return new LostFileLog(layers, stream -> 0, () -> new LocalAccess(landing.toString()));
  }

  private FileLog rebuilt() {
    return FileLog.open(layout.fileLog(), lost(), DamageListener.NONE);
  }
}
