package dev.freshet.autoloader.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.autoloader.filelog.FileVersion;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FilePackingTest {
  private static final long MIB = 1 << 20;

  @Test
  void smallBatchIsOnePartition() {
    assertThat(FilePacking.pack(files(100, 1_000), 8)).hasSize(1);
    assertThat(FilePacking.pack(files(1, 0), 8)).hasSize(1);
    assertThat(FilePacking.pack(List.of(), 8)).isEmpty();
  }

  @Test
  void largeBatchIsSpreadEvenlyInOrderOverAtMostTheParallelism() {
    List<FileToRead> files = files(40, 4 * MIB);

    List<List<FileToRead>> partitions = FilePacking.pack(files, 4);

    assertThat(partitions).hasSize(4).allMatch(each -> each.size() == 10);
    assertThat(partitions.stream().flatMap(List::stream)).containsExactlyElementsOf(files);
  }

  @Test
  void manySmallFilesAreWorthSeveralPartitions() {
    assertThat(FilePacking.pack(files(1_000, 100), 4)).hasSize(4);
  }

  @Test
  void oneHugeFileAmongSmallOnesLosesNone() {
    List<FileToRead> files =
        LongStream.rangeClosed(1, 10).mapToObj(i -> file(i, i == 5 ? 1_000 * MIB : 10)).toList();

    assertThat(FilePacking.pack(files, 4).stream().flatMap(List::stream))
        .containsExactlyElementsOf(files);
  }

  private static List<FileToRead> files(int count, long size) {
    return LongStream.rangeClosed(1, count).mapToObj(i -> file(i, size)).toList();
  }

  private static FileToRead file(long sequence, long size) {
    return FileToRead.of(
        new FileVersion(sequence, "/f" + sequence, size, Instant.EPOCH, Instant.EPOCH));
  }
}
