package dev.freshet.home.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.storage.memory.NativeMemory;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryReporterTest {

  @Test
  void everyPartOfTheMemoryIsMeasured() {
    ByteBuffer direct = ByteBuffer.allocateDirect(3 << 20);
    Map<String, Long> before = MemoryReporter.measure();
    try (NativeMemory.Counted one = NativeMemory.count(NativeMemory.Library.ROCKSDB, () -> 1000);
        NativeMemory.Counted two = NativeMemory.count(NativeMemory.Library.ROCKSDB, () -> 24)) {
      Map<String, Long> measured = MemoryReporter.measure();

      assertThat(measured.get("rocksdb") - before.get("rocksdb")).isEqualTo(1024);
      assertThat(measured.get("heap")).isPositive().isLessThanOrEqualTo(measured.get("heap_max"));
      assertThat(measured.get("direct")).isGreaterThanOrEqualTo(direct.capacity());
      assertThat(measured).containsKeys("arrow", "lance", "onnx");
    }
    assertThat(MemoryReporter.measure()).containsEntry("rocksdb", before.get("rocksdb"));
  }
}
