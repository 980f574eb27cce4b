package dev.freshet.cli.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Compiles {@code recorder.c} and says with which environment a process is recorded. */
record Recorder(Path library, Path log, Path lock) {

  /** Whether this machine can record: Linux on x86-64 with a C compiler. */
  static boolean isPossible() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64")
        && hasCompiler();
  }

  private static boolean hasCompiler() {
    try {
      return new ProcessBuilder("cc", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A recorder with its files in {@code directory}. */
  static Recorder make(Path directory) throws Exception {
    Path source = directory.resolve("recorder.c");
    Path library = directory.resolve("recorder.so");
    try (InputStream in = Recorder.class.getResourceAsStream("/power/recorder.c")) {
      Files.write(source, Objects.requireNonNull(in).readAllBytes());
    }
    Path said = directory.resolve("compiler.log");
    Process compiler =
        new ProcessBuilder(
                "cc",
                "-shared",
                "-fPIC",
                "-O2",
                "-Wall",
                "-Werror",
                "-o",
                library.toString(),
                source.toString(),
                "-lpthread")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(compiler.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(compiler.exitValue()).as(Files.readString(said)).isZero();
    Path lock = directory.resolve("lock");
    try (RandomAccessFile file = new RandomAccessFile(lock.toFile(), "rw")) {
      file.setLength(4096);
    }
    return new Recorder(library, Files.write(directory.resolve("recording"), new byte[0]), lock);
  }

  /** For a process whose operations below {@code root} are recorded. */
  Map<String, String> environment(Path root) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FRESHET_RECORD_ROOT", root.toString(),
        "FRESHET_RECORD_LOG", log.toString(),
        "FRESHET_RECORD_LOCK", lock.toString());
  }
}
