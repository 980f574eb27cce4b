package dev.freshet.autoloader.filelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.storage.damage.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every file of a log is damaged in every way. The log then opens with every version that was
 * appended, in order, or is refused as damaged; it is never shorter without a word.
 */
class FileLogDamageTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final int ROUNDS = 12;
  private static final int FILES_A_ROUND = 40;

  @TempDir static Path shared;
  @TempDir Path dir;

  /** What the log was told, apart from the log. */
  private static final List<LandedFile> APPENDED = new ArrayList<>();

  enum DamageKind {
    HALF {
      @Override
      void to(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      }
    },
    LAST_BYTES_GONE {
      @Override
      void to(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, Math.max(0, bytes.length - 7)));
      }
    },
    EMPTY {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    GONE {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    FLIPPED_HEAD {
      @Override
      void to(Path file) throws IOException {
        flip(file, 0.0);
      }
    },
    FLIPPED_MIDDLE {
      @Override
      void to(Path file) throws IOException {
        flip(file, 0.5);
      }
    },
    FLIPPED_TAIL {
      @Override
      void to(Path file) throws IOException {
        flip(file, 1.0);
      }
    },
    ZEROS {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[(int) Files.size(file)]);
      }
    },
    DIRECTORY {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
      }
    };

    abstract void to(Path file) throws IOException;

    private static void flip(Path file, double where) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      int count = Math.min(16, bytes.length);
      int from = (int) ((bytes.length - count) * where);
      for (int i = from; i < from + count; i++) {
        bytes[i] ^= 0x5A;
      }
      Files.write(file, bytes);
    }
  }

  /** Opened again and again, so that there are files of entries, and a write-ahead log. */
  @BeforeAll
  static void fill() {
    for (int part = 0; part < 3; part++) {
      try (FileLog log = FileLog.open(shared.resolve("filelog"))) {
        for (int round = 0; round < ROUNDS; round++) {
          List<LandedFile> files = new ArrayList<>();
          for (int i = 0; i < FILES_A_ROUND; i++) {
            files.add(new LandedFile("/landing/" + APPENDED.size() + "-" + i, i, TIME, 1));
          }
          log.append(files, TIME);
          APPENDED.addAll(files);
        }
        log.markCommitted(log.lastSequence());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void logIsWholeOrDamagedAndNeverShorter(DamageKind kind) throws IOException {
    List<String> files;
    try (Stream<Path> list = Files.list(shared.resolve("filelog"))) {
      files = list.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertThat(files).anyMatch(name -> name.endsWith(".log"));
    assertThat(files).anyMatch(name -> name.endsWith(".sst"));
    for (String name : files) {
      Path log = copy(kind + "-" + name);

      kind.to(log.resolve(name));

      assertThat(outcome(log)).as(kind + " of " + name).isIn("whole", "damaged");
    }
  }

  @Test
  void fewBytesAnywhereInTheWriteAheadLogAreNoticed() throws IOException {
    Random random = new Random(13);
    for (int i = 0; i < 40; i++) {
      Path log = copy("random-" + i);
      Path ahead = newest(log, ".log");
      byte[] bytes = Files.readAllBytes(ahead);
      int from = random.nextInt(Math.max(1, bytes.length - 16));
      for (int at = from; at < Math.min(bytes.length, from + 16); at++) {
        bytes[at] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(ahead, bytes);

      assertThat(outcome(log)).as("16 bytes from " + from).isIn("whole", "damaged");
    }
  }

  @Test
  void damagedEndOfTheWriteAheadLogIsDamage() throws IOException {
    Path log = copy("tail");

    DamageKind.FLIPPED_TAIL.to(newest(log, ".log"));
    DamageKind.HALF.to(newest(log, ".log"));

    assertThat(outcome(log)).isEqualTo("damaged");
  }

  @Test
  void damagedMarkOfTheEndIsToldOnceAndMadeAnew() throws IOException {
    Path log = copy("mark");
    List<Damage> damages = new ArrayList<>();
    DamageKind.FLIPPED_TAIL.to(log.resolve(FileLogEnd.FILE));

    FileLog.open(log, () -> 0, damages::add).close();
    FileLog.open(log, () -> 0, damages::add).close();

    assertThat(damages)
        .extracting(Damage::file)
        .containsExactly(log.resolve(FileLogEnd.FILE).toString());
    assertThat(outcome(log)).isEqualTo("whole");
  }

  /** Opens the log as the pipeline does, and once more, because opening rewrites files. */
  private static String outcome(Path directory) {
    for (int i = 0; i < 2; i++) {
      try (FileLog log = FileLog.open(directory)) {
        List<LandedFile> found =
            log.versions(log.startAfter(), log.lastSequence()).stream()
                .map(each -> log.newest(each.path()).orElseThrow().file())
                .toList();
        if (!found.equals(APPENDED)) {
          return "ends at " + found.size() + " without a word";
        }
      } catch (FileLogDamagedException damaged) {
        return "damaged";
      }
    }
    return "whole";
  }

  private Path copy(String name) throws IOException {
    Path to = Files.createDirectories(dir.resolve(name));
    try (Stream<Path> files = Files.list(shared.resolve("filelog"))) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private static Path newest(Path directory, String extension) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(extension))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }
}
