package dev.freshet.lance.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {

  private static final Path TEMPORARY = Path.of("/var/tmp/x");

  @Test
  void onlyFilesThatALoaderUnpackedHereAreRemoved() {
    Stream<String> mappings =
        Stream.of(
            "7f00-7f01 r-xp 00000000 08:01 11 /var/tmp/x/liblance_jni123.so",
            "7f01-7f02 r--p 00000000 08:01 11 /var/tmp/x/liblance_jni123.so",
            "7f02-7f03 r-xp 00000000 08:01 12 /var/tmp/x/jnilib-77.tmp",
            "7f03-7f04 r-xp 00000000 08:01 13 /var/tmp/x/libonnxruntime123.so",
            "7f04-7f05 r-xp 00000000 08:01 14 /opt/liblance_jni123.so",
            "7f05-7f06 r-xp 00000000 08:01 15 /var/tmp/x/liblance_jni9.so (deleted)",
            "7f06-7f07 rw-p 00000000 00:00 0 [heap]",
            "7f07-7f08 rw-p 00000000 00:00 0");

    assertThat(NativeLibrary.unpackedFiles(mappings, TEMPORARY))
        .containsExactly(
            TEMPORARY.resolve("liblance_jni123.so"), TEMPORARY.resolve("jnilib-77.tmp"));
  }

  @Test
  void fewCoresWithoutAThreadCountAreAtRisk() {
    assertThat(NativeLibrary.risksDeadlock(Map.of(), 2)).isTrue();
    assertThat(NativeLibrary.risksDeadlock(Map.of("LANCE_CPU_THREADS", "4"), 2)).isFalse();
    assertThat(NativeLibrary.risksDeadlock(Map.of("LANCE_CPU_THREADS", "1"), 2)).isTrue();
    assertThat(NativeLibrary.risksDeadlock(Map.of("LANCE_CPU_THREADS", "16"), 2)).isFalse();
    assertThat(NativeLibrary.risksDeadlock(Map.of(), 8)).isFalse();
  }
}
