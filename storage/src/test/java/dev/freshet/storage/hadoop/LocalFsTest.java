package dev.freshet.storage.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.storage.Durable;
import dev.freshet.storage.SyncOrder;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFsTest {
  private static final FsPermission OWNER_ONLY = new FsPermission((short) 0600);

  @TempDir Path directory;
  private final Configuration conf = new Configuration(false);

  @BeforeEach
  void applySettings() {
    LocalFs.hadoopSettings().forEach(conf::set);
  }

  @Test
  void sparkSettingsAreTheHadoopOnesWithSparksPrefix() {
    assertThat(LocalFs.sparkSettings())
        .hasSize(2)
        .containsEntry("spark.hadoop.fs.file.impl", LocalFs.class.getName());
    LocalFs.hadoopSettings()
        .forEach(
            (key, value) ->
                assertThat(LocalFs.sparkSettings()).containsEntry("spark.hadoop." + key, value));
  }

  @Test
  void locationsAreNotEncoded() {
    for (String path : List.of("/data/my home/ë", "/data/50%20off", "/data/a+b#c?d")) {
      String location = new org.apache.hadoop.fs.Path("file", null, path).toString();

      assertThat(LocalFs.localPath(location)).contains(java.nio.file.Path.of(path));
    }
    assertThat(LocalFs.localPath("s3a://bucket/home")).isEmpty();
    assertThat(LocalFs.localPath("/data/home")).isEmpty();
  }

  @Test
  void writesWithoutSideFilesAndSetsPermissions() throws IOException {
    FileSystem fs = fileSystem();
    assertThat(fs).isInstanceOf(LocalFileSystem.class);

    write(fs, "a", "hello");
    fs.setPermission(path("a"), OWNER_ONLY);

    assertThat(directory.toFile().list()).containsExactly("a");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a"))))
        .isEqualTo("rw-------");
    FileStatus status = fs.getFileStatus(path("a"));
    assertThat(status.getLen()).isEqualTo(5);
    assertThat(status.getPermission()).isEqualTo(OWNER_ONLY);
    assertThat(status.getOwner()).isEqualTo(Files.getOwner(directory.resolve("a")).getName());
    assertThat(status.isFile()).isTrue();
    assertThat(status.getModificationTime())
        .isEqualTo(Files.getLastModifiedTime(directory.resolve("a")).toMillis());
    assertThatThrownBy(() -> fs.getFileStatus(path("missing")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void startsNoProcessWhereTheStockFileSystemDoes() throws Exception {
    List<String> forks =
        forksOf(
            () -> {
              FileSystem fs = fileSystem();
              FileContext context = FileContext.getFileContext(conf);
              fs.mkdirs(path("sub/deep"), FsPermission.getDirDefault());
              write(fs, "a", "x");
              fs.setPermission(path("a"), OWNER_ONLY);
              fs.listStatus(path("."))[0].getOwner();
              fs.rename(path("a"), path("b"));
              create(context, "c", "y");
              context.rename(path("c"), path("d"));
              context.rename(path("d"), path("b"), Options.Rename.OVERWRITE);
              context.getFileLinkStatus(path("b")).getPermission();
              return fs.delete(path("sub"), true);
            });
    assertThat(forks).isEmpty();

    // The stock one forks, so the recording would have shown it.
    RawLocalFileSystem stock = new RawLocalFileSystem();
    stock.initialize(directory.toUri(), new Configuration(false));
    assertThat(
            forksOf(
                () -> {
                  stock.setPermission(path("b"), OWNER_ONLY);
                  return null;
                }))
        .isNotEmpty();
  }

  @Test
  void fileContextWritesAsideAndRenamesAsCheckpointsAndTheDeltaLogDo() throws IOException {
    FileContext context = FileContext.getFileContext(conf);

    create(context, ".00.json.tmp", "first");
    context.rename(path(".00.json.tmp"), path("00.json"), Options.Rename.NONE);

    create(context, ".00.json.tmp", "second");
    assertThatThrownBy(
            () -> context.rename(path(".00.json.tmp"), path("00.json"), Options.Rename.NONE))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage("Rename destination " + directory.resolve("00.json") + " already exists");
    assertThat(directory.resolve("00.json")).hasContent("first");
    assertThat(directory.resolve(".00.json.tmp")).hasContent("second");

    context.rename(path(".00.json.tmp"), path("00.json"), Options.Rename.OVERWRITE);
    assertThat(directory.resolve("00.json")).hasContent("second");
    assertThat(directory.toFile().list()).containsExactly("00.json");
  }

  @Test
  void racingRenamesHaveExactlyOneWinner() throws Exception {
    int threads = 4;
    FileContext context = FileContext.getFileContext(conf);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 200; round++) {
        String target = "commit-" + round;
        CountDownLatch together = new CountDownLatch(threads);
        List<Future<Boolean>> attempts = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          String source = target + "-" + thread;
          Files.writeString(directory.resolve(source), source);
          attempts.add(pool.submit(() -> wins(context, source, target, together)));
        }
        int winners = 0;
        for (Future<Boolean> attempt : attempts) {
          winners += attempt.get(30, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean wins(FileContext context, String source, String target, CountDownLatch together)
      throws Exception {
    together.countDown();
    assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
    try {
      context.rename(path(source), path(target));
      assertThat(directory.resolve(target)).hasContent(source);
      return true;
    } catch (FileAlreadyExistsException e) {
      assertThat(directory.resolve(source)).hasContent(source);
      return false;
    }
  }

  @Test
  void directoryIsRenamedWithoutOverwriting() throws IOException {
    FileContext context = FileContext.getFileContext(conf);
    Files.createDirectory(directory.resolve("one"));
    Files.createDirectory(directory.resolve("two"));

    assertThatThrownBy(() -> context.rename(path("one"), path("two")))
        .isInstanceOf(FileAlreadyExistsException.class);
    context.rename(path("one"), path("three"));

    assertThat(directory.resolve("three")).isDirectory();
  }

  @Test
  void missingSourceIsReported() {
    assertThatThrownBy(
            () -> FileContext.getFileContext(conf).rename(path("missing"), path("target")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("the source or the target's directory does not exist");
  }

  @Test
  void fileSystemWithoutHardLinksIsRefusedWithWhatToDo() throws IOException {
    Path source = Files.writeString(directory.resolve("a"), "x");
    ExclusiveRename rename =
        new ExclusiveRename(
            (link, existing) -> {
              throw new FileSystemException(
                  link.toString(), existing.toString(), "Operation not permitted");
            },
            Durable.DISK);

    assertThatThrownBy(() -> rename.rename(source, directory.resolve("b")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its file system refused a hard link (")
        .hasMessageContaining("Put checkpoints and tables on a file system with hard links");
    assertThat(source).exists();
    assertThat(directory.resolve("b")).doesNotExist();
  }

  @Test
  void renamedFileHasItsNameOnDiskAtTheEnd() throws IOException {
    Path source = Files.writeString(directory.resolve("a"), "x");
    SyncOrder order = new SyncOrder(directory.resolve("b"));

    new ExclusiveRename(Files::createLink, order).rename(source, directory.resolve("b"));

    assertThat(order.steps()).containsExactly("names, b is x");
  }

  @Test
  void closedFileHasContentAndNameOnDisk() throws IOException {
    SyncOrder order = new SyncOrder(directory.resolve("part.parquet"));

    write(order, "part.parquet");

    assertThat(order.steps())
        .containsExactly("content, part.parquet is x", "names, part.parquet is x");
  }

  @Test
  void nameOfFileThatIsRenamedLaterIsNotSynced() throws IOException {
    SyncOrder order = new SyncOrder(directory.resolve(".0.json.tmp"));

    write(order, ".0.json.tmp");

    assertThat(order.steps()).containsExactly("content, .0.json.tmp is x");
  }

  /** Closes twice, as try-with-resources behind a writer does. */
  private void write(SyncOrder order, String name) throws IOException {
    Path file = directory.resolve(name);
    SyncedOutputStream<SyncedContent> out =
        new SyncedOutputStream<>(new SyncedContent(file, order), file, order);
    out.write(new byte[] {'x'});
    out.close();
    out.close();
  }

  /** A file that notes when its content is synced. */
  private static final class SyncedContent extends FileOutputStream implements Syncable {
    private final SyncOrder order;

    SyncedContent(Path file, SyncOrder order) throws IOException {
      super(file.toFile());
      this.order = order;
    }

    @Override
    public void hflush() {}

    @Override
    public void hsync() throws IOException {
      order.add("content");
    }
  }

  private FileSystem fileSystem() throws IOException {
    return FileSystem.newInstance(directory.toUri(), conf);
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).normalize().toString());
  }

  private void write(FileSystem fs, String name, String content) throws IOException {
    try (FSDataOutputStream out = fs.create(path(name))) {
      out.writeBytes(content);
    }
  }

  private void create(FileContext context, String name, String content) throws IOException {
    try (FSDataOutputStream out =
        context.create(path(name), EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE))) {
      out.writeBytes(content);
    }
  }

  /** The commands of the processes that this process starts during the work. */
  private List<String> forksOf(Callable<?> work) throws Exception {
    Path file = Files.createTempFile("forks", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      work.call();
      recording.stop();
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals("jdk.ProcessStart"))
          .map(event -> event.getString("command"))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
