package dev.freshet.lance.write;

import static dev.freshet.testkit.vector.SampleRows.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.maintenance.TableShape;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.maintain.LanceMaintainedTable;
import dev.freshet.testkit.vector.SampleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process that takes each kind of step, and writes a batch, with too little space and then with
 * more and more until it succeeds, so that it fails at several stages. Reports each failure; exits
 * with 0 if all checks passed.
 */
final class FullDisk {

  private static final int ROWS = 400;
  private static final long ROOM_MAX = 4L << 20;

  /** The factor from one attempt to the next. */
  private static final long MORE_ROOM = Boolean.getBoolean("freshet.test.long") ? 4 : 16;

  private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");

  private final Path path;
  private final Scarcity scarcity;
  private final LanceMaintainedTable table;

  private FullDisk(Path disk, Scarcity scarcity) {
    this.path = disk.resolve("chunks.lance");
    this.scarcity = scarcity;
    this.table = new LanceMaintainedTable(path);
  }

  /** Limits the space that this process can use. */
  private interface Scarcity {

    /** Leaves this many bytes on the disk, or in one file. */
    void leave(long bytes) throws IOException, InterruptedException;

    void end() throws IOException, InterruptedException;
  }

  public static void main(String[] arguments) throws Exception {
    Path disk = Path.of(arguments[0]);
    new FullDisk(disk, arguments[1].equals("disk") ? new Ballast(disk) : new FileSizes()).run();
    System.out.println("done");
  }

  private void run() throws Exception {
    table.write(ROWS);
    try (TableMaintainer maintainer = table.openMaintainer()) {
      untilDone(
          maintainer,
          new MaintenanceStep.BuildIndex(ROWS),
          shape -> assertThat(shape.index()).isPresent());
      table.write(300);
      table.write(300);
      untilDone(
          maintainer,
          LanceMaintainedTable.compactTail(maintainer.observe()),
          shape -> assertThat(shape.tail()).hasSize(1));
      untilDone(
          maintainer,
          new MaintenanceStep.ExtendIndex(600),
          shape -> assertThat(shape.tail()).isEmpty());
      makeOld();
      untilDone(
          maintainer,
          new MaintenanceStep.RemoveVersions(FAR_FUTURE),
          shape -> assertThat(shape.versions()).isLessThan(3));
      leftoversAreGone(maintainer.observe());
      writeUntilDone();
    } finally {
      table.close();
    }
  }

  /** Repeats a step, each time with more space, until it does not fail. */
  private void untilDone(
      TableMaintainer maintainer, MaintenanceStep step, Consumer<TableShape> done)
      throws Exception {
    String kind = step.kind().label();
    int failures =
        failuresOf(
            kind,
            () -> maintainer.run(step),
            e ->
                assertThat(e)
                    .hasMessageStartingWith(
                        "Cannot take the step " + kind + " on vector table " + path + ": ")
                    .hasMessageEndingWith(
                        "Free space on its disk; the table is intact, and the call can be repeated."));
    assertThat(failures).as(kind).isPositive();
    done.accept(maintainer.observe());
  }

  private void writeUntilDone() throws Exception {
    List<VectorRow> rows = record("late", 1, "late of 1");
    try (VectorTableWriter writer = LanceVectorTable.openWriter(path, SampleRows.spec())) {
      long sequence = writer.lastCommitted("s").orElseThrow().endSequence() + 1;
      int failures =
          failuresOf(
              "batch",
              () -> TestBatches.commit(writer, sequence, rows, Set.of()),
              e ->
                  assertThat(e.code())
                      .isIn(ErrorCode.STORE_UNAVAILABLE, ErrorCode.COMMIT_STATE_UNKNOWN));
      assertThat(failures).isPositive();
      table.model().put("late#0", 1L);
      table.assertIntact("the batch was repeated");
    }
  }

  /** Makes all files older than those of a batch between write and commit can be. */
  private void makeOld() throws IOException {
    Instant old = Instant.now().minus(Duration.ofDays(8));
    for (Path file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(old));
    }
  }

  private void leftoversAreGone(TableShape shape) throws IOException {
    assertThat(files())
        .filteredOn(file -> file.getParent().endsWith("data"))
        .hasSameSizeAs(shape.fragments());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private interface Check {
    void accept(FreshetException failure);
  }

  private int failuresOf(String what, Runnable action, Check check) throws Exception {
    int failures = 0;
    for (long room = 0; room <= ROOM_MAX; room = Math.max(1_024, room * MORE_ROOM)) {
      FreshetException failure = failureWith(room, action);
      if (failure == null) {
        return failures;
      }
      failures++;
      System.out.println(what + " with " + room + " bytes: " + failure.getMessage());
      check.accept(failure);
      table.assertIntact(what + " failed with " + room + " bytes left");
    }
    throw new AssertionError(what + " is still not done with " + ROOM_MAX + " bytes");
  }

  private @Nullable FreshetException failureWith(long room, Runnable action) throws Exception {
    scarcity.leave(room);
    try {
      action.run();
      return null;
    } catch (FreshetException e) {
      return e;
    } finally {
      scarcity.end();
    }
  }

  /** A file that fills the disk. */
  private static final class Ballast implements Scarcity {

    private static final int BLOCK = 4_096;

    private final Path file;

    Ballast(Path disk) {
      this.file = disk.resolve("ballast");
    }

    @Override
    public void leave(long bytes) throws IOException {
      long filled = Files.getFileStore(file.getParent()).getUsableSpace() - bytes;
      byte[] block = new byte[BLOCK];
      try (var out = Files.newOutputStream(file)) {
        for (long written = 0; written + BLOCK <= filled; written += BLOCK) {
          out.write(block);
        }
      }
    }

    @Override
    public void end() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /** A limit on the size of a file that this process writes. */
  private static final class FileSizes implements Scarcity {

    @Override
    public void leave(long bytes) throws IOException, InterruptedException {
      bound(Long.toString(bytes));
    }

    @Override
    public void end() throws IOException, InterruptedException {
      bound("unlimited");
    }

    private static void bound(String soft) throws IOException, InterruptedException {
      Process prlimit =
          new ProcessBuilder(
                  "prlimit",
                  "--pid",
                  Long.toString(ProcessHandle.current().pid()),
                  "--fsize=" + soft + ":unlimited")
              .inheritIO()
              .start();
      if (prlimit.waitFor() != 0) {
        throw new IOException("prlimit failed");
      }
    }
  }
}
