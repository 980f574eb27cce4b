package dev.freshet.home.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test is a process with a heap of 16 MiB that runs out of memory in its own way. */
class OutOfMemoryTest {

  private static final int EXIT_CODE = 4;

  @TempDir Path directory;

  @Test
  void fullHeapEndsTheProcessWithItsOwnExitCodeAndItsAnswer() throws Exception {
    Ended ended = run(Way.HEAP);

    assertThat(ended.exitCode).isEqualTo(EXIT_CODE);
    assertThat(ended.out).isEqualTo("{\"error\":{}}\n");
    assertThat(ended.err).contains("too little memory\n").contains("noted\n");
  }

  @RepeatedTest(4) // One in four once had no memory left to end with.
  void soDoThreadsThatGoOnAfterTheError() throws Exception {
    assertThat(run(Way.CAUGHT).exitCode).isEqualTo(EXIT_CODE);
  }

  @Test
  void soDoesDirectMemoryAlthoughTheJvmSaysNothing() throws Exception {
    assertThat(run(Way.DIRECT).exitCode).isEqualTo(EXIT_CODE);
  }

  @Test
  void answerThatWasGivenStaysTheOnlyOne() throws Exception {
    Ended ended = run(Way.ANSWERED);

    assertThat(ended.exitCode).isEqualTo(EXIT_CODE);
    assertThat(ended.out).isEqualTo("{\"done\":true}\n");
  }

  private record Ended(int exitCode, String out, String err) {}

  private Ended run(Way way) throws Exception {
    OutOfMemory.makePipe(directory);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=4m"));
    command.addAll(OutOfMemory.jvmOptions(directory));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Hoarder.class.getName(), directory.toString(), way.name()));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  /** How a process runs out of memory. */
  enum Way {
    HEAP {
      @Override
      void take() {
        List<byte[]> taken = new ArrayList<>();
        while (true) {
          taken.add(new byte[1000]);
        }
      }
    },
    CAUGHT {
      @Override
      void take() {
        for (int i = 0; i < 4; i++) {
          new Thread(CAUGHT::takeAgainAndAgain).start();
        }
        // A JVM whose main method returns when there is no memory left ends at once, with 0.
        CAUGHT.takeAgainAndAgain();
      }
    },
    DIRECT {
      @Override
      void take() {
        List<ByteBuffer> taken = new ArrayList<>();
        while (true) {
          taken.add(ByteBuffer.allocateDirect(1 << 20));
        }
      }
    },
    ANSWERED {
      @Override
      void take() {
        if (OutOfMemory.mayAnswer()) {
          System.out.println("{\"done\":true}");
        }
        HEAP.take();
      }
    };

    abstract void take();

    void takeAgainAndAgain() {
      List<byte[]> taken = new ArrayList<>();
      while (true) {
        try {
          taken.add(new byte[1000]);
        } catch (OutOfMemoryError e) {
          taken.remove(taken.size() - 1);
        }
      }
    }
  }

  /** The process. */
  static final class Hoarder {
    private Hoarder() {}

    public static void main(String[] arguments) {
      OutOfMemory.watch(
          Path.of(arguments[0]),
          OutOfMemory.Ending.of(EXIT_CODE, "too little memory\n", "{\"error\":{}}\n"));
      byte[] noted = "noted\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      OutOfMemory.noting(() -> System.err.write(noted, 0, noted.length));
      Way.valueOf(arguments[1]).take();
    }
  }
}
