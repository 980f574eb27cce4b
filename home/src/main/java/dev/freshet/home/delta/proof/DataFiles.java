package dev.freshet.home.delta.proof;

import dev.freshet.core.maintenance.TableContent;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The data files of a version: they are there, with the size that the log says, the magic number of
 * Parquet at both ends and the checksum with which they were written.
 */
record DataFiles(Path table, Engine engine) {

  /** The newest files come first. */
  private static final Comparator<AddFile> NEWEST_FIRST =
      Comparator.comparingLong(AddFile::getModificationTime).reversed();

  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

  /** Magic number, an empty footer, the footer's length, magic number. */
  private static final long PARQUET_MIN = 12;

  /**
   * A data file that is damaged.
   *
   * @param path as the log says it
   */
  record Damaged(String path, Path file, String reason) {}

  /**
   * The first damaged file of a version.
   *
   * @param version the newest if that is empty
   * @param contentBytes of so many bytes, the newest, the checksum is compared too
   * @throws RuntimeException of Delta Kernel if the log cannot be read
   */
  Optional<Damaged> first(Optional<Long> version, long contentBytes) throws IOException {
    long left = contentBytes;
    for (AddFile added : of(version)) {
      Path file = file(table, added.getPath());
      Optional<String> damage = damage(file, added.getSize());
      Optional<String> written = DataFileTags.crc32c(added);
      if (damage.isEmpty() && written.isPresent() && added.getSize() <= left) {
        left -= added.getSize();
        damage = Checksum.damage(file, written.get());
      }
      if (damage.isPresent()) {
        return Optional.of(new Damaged(added.getPath(), file, damage.get()));
      }
    }
    return Optional.empty();
  }

  /** The content of the newest version. */
  TableContent content() throws IOException {
    NavigableMap<String, AddFile> files = new TreeMap<>();
    of(Optional.empty()).forEach(file -> files.put(file.getPath(), file));
    return new Content(table, files);
  }

  private record Content(Path table, NavigableMap<String, AddFile> added) implements TableContent {

    @Override
    public NavigableMap<String, Long> files() {
      NavigableMap<String, Long> files = new TreeMap<>();
      added.forEach((name, file) -> files.put(name, file.getSize()));
      return files;
    }

    @Override
    public Path path(String name) {
      return file(table, name);
    }

    @Override
    public Optional<String> damage(String name) throws IOException {
      AddFile file = Objects.requireNonNull(added.get(name), name);
      Optional<String> damage = DataFiles.damage(path(name), file.getSize());
      Optional<String> written = DataFileTags.crc32c(file);
      return damage.isPresent() || written.isEmpty()
          ? damage
          : Checksum.damage(path(name), written.get());
    }
  }

  private List<AddFile> of(Optional<Long> version) throws IOException {
    var builder = TableManager.loadSnapshot(table.toString());
    Snapshot snapshot = version.map(builder::atVersion).orElse(builder).build(engine);
    List<AddFile> files = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        snapshot.getScanBuilder().build().getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          rows.forEachRemaining(
              row -> files.add(new AddFile(row.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL))));
        }
      }
    }
    files.sort(NEWEST_FIRST);
    return files;
  }

  /** Where a data file is. The protocol encodes its path as a URI, relative to the table or not. */
  static Path file(Path table, String path) {
    URI uri = URI.create(path);
    return uri.isAbsolute() ? Path.of(uri) : table.resolve(uri.getPath());
  }

  private static Optional<String> damage(Path file, long size) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("it is missing");
    }
    Optional<String> damage = parquetDamage(file);
    return damage.isEmpty() && Files.size(file) != size
        ? Optional.of("it has %d bytes, and the log says %d".formatted(Files.size(file), size))
        : damage;
  }

  /** What is wrong with a file that should be Parquet, by its ends. */
  static Optional<String> parquetDamage(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.of("it is not a file");
    }
    try (RandomAccessFile parquet = new RandomAccessFile(file.toFile(), "r")) {
      byte[] start = new byte[PARQUET.length];
      byte[] end = new byte[PARQUET.length];
      if (parquet.length() < PARQUET_MIN) {
        return Optional.of("it has %d bytes".formatted(parquet.length()));
      }
      parquet.readFully(start);
      parquet.seek(parquet.length() - end.length);
      parquet.readFully(end);
      boolean whole = Arrays.equals(start, PARQUET) && Arrays.equals(end, PARQUET);
      return whole ? Optional.empty() : Optional.of("it does not begin and end as Parquet does");
    }
  }
}
