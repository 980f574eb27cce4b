package dev.freshet.autoloader.filelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.storage.damage.Damage;
import dev.freshet.storage.damage.DamageListener;
import dev.freshet.storage.damage.DamagedPart;
import dev.freshet.storage.location.StorageAwayException;
import dev.freshet.testkit.objects.FakeObjects;
import dev.freshet.testkit.objects.FakeObjects.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file log in an object store, with copies on several machines. */
class SharedFileLogTest {
  private static final Instant T = Instant.parse("2026-11-30T10:00:00.123456789Z");

  @TempDir Path machines;
  private final FakeObjects objects = new FakeObjects();

  @Test
  void anotherMachineGoesOnWhereTheFirstEnded() {
    String stream;
    try (FileLog log = open("one")) {
      stream = log.streamId();
      log.append(List.of(file("a"), file("b")), T);
      log.markExisting();
      log.portions().put(2, Portion.whole(2).with(Portion.Care.ALONE, "a test"));
      log.marks().put(1, new ContentMark(7, "00ff", 1, 1));
      log.history().checkpointIs("s3a://b/c/sources/0");
      log.markCommitted(1);
    }
    try (FileLog log = open("two")) {
      assertThat(log.streamId()).isEqualTo(stream);
      assertThat(log.versions(0, 2)).extracting(FileVersion::path).containsExactly("/l/a", "/l/b");
      assertThat(log.existingSequence()).hasValue(2);
      assertThat(log.portions().of(2).reason()).isEqualTo("a test");
      assertThat(log.marks().of(1)).hasValue(new ContentMark(7, "00ff", 1, 1));
      assertThat(log.history().checkpoint()).hasValue("s3a://b/c/sources/0");
      assertThat(log.committedSequence()).isEqualTo(1);
      assertThat(log.append(List.of(file("a"), file("c")), T)).isEqualTo(3);
    }
    try (FileLog log = open("one")) {
      assertThat(log.lastSequence()).isEqualTo(3);
    }
  }

  @Test
  void streamThatIsGoneOnWithElsewhereNeverWritesAgain() {
    try (FileLog old = open("one")) {
      old.append(List.of(file("a")), T);
      try (FileLog now = open("two")) {
        for (int tries = 0; tries < 2; tries++) {
          assertThatThrownBy(() -> old.append(List.of(file("b")), T))
              .isInstanceOf(FileLogInUseException.class)
              .hasMessageStartingWith("Cannot write file log s3a://bucket/log: another process has")
              .hasMessageEndingWith(
                  "Stop that stream, or give this one its own checkpoint or autoloader.fileLog.");
        }
        assertThat(now.append(List.of(file("c")), T)).isEqualTo(2);
        assertThat(old.versions(0, 1)).as("it may still be read").hasSize(1);
      }
    }
    try (FileLog log = open("three")) {
      assertThat(log.versions(0, 2)).extracting(FileVersion::path).containsExactly("/l/a", "/l/c");
    }
  }

  @Test
  void roundWhoseAnswerIsLostHasItsNumbersOnce() {
    try (FileLog log = open("one")) {
      log.append(List.of(file("a")), T);
      objects.next(Fault.ANSWER_LOST, Fault.REFUSED);

      assertAway(() -> log.append(List.of(file("b"), file("c")), T));
      assertAway(() -> log.append(List.of(file("b"), file("d")), T));
      assertThat(log.lastSequence()).isEqualTo(1);

      assertThat(log.append(List.of(file("b"), file("d")), T)).isEqualTo(4);
      assertThat(log.bytesBetween(0, 4)).isEqualTo(4 * 10L);
    }
    try (FileLog log = open("two")) {
      assertThat(log.versions(0, 4))
          .extracting(FileVersion::path)
          .containsExactly("/l/a", "/l/b", "/l/c", "/l/d");
    }
  }

  private static void assertAway(Runnable write) {
    assertThatThrownBy(write::run)
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(StorageAwayException.class)
        .hasMessageStartingWith(
            "Cannot write file log s3a://bucket/log: its storage did not answer");
  }

  @Test
  void restOfAVersionWhoseAnswerIsLostIsReadOnce() {
    try (FileLog log = open("one")) {
      log.append(List.of(file("a")), T);
      objects.next(Fault.ANSWER_LOST);

      assertAway(() -> log.portions().readLater(1, 5, 5, Portion.Care.NONE));
      log.markCommitted(1); // Any write finds out.

      assertThat(log.lastSequence()).isEqualTo(2);
      assertThat(log.portions().of(1).throughRecord()).isEqualTo(5);
      assertThat(log.portions().of(2).afterRecord()).isEqualTo(5);
    }
  }

  @Test
  void damagedCopyIsMadeAgainAndTold() throws IOException {
    try (FileLog log = open("one")) {
      log.append(IntStream.range(0, 500).mapToObj(i -> file("f" + i)).toList(), T);
    }
    try (FileLog log = open("one")) {
      assertThat(log.lastSequence()).isEqualTo(500);
    }
    for (Path each : files(machines.resolve("one/copy"), ".sst")) {
      byte[] content = Files.readAllBytes(each);
      Arrays.fill(content, content.length / 3, content.length / 3 + 16, (byte) 0x55);
      Files.write(each, content, StandardOpenOption.TRUNCATE_EXISTING);
    }
    List<Damage> told = new ArrayList<>();

    try (FileLog log = FileLog.open(place("one"), told::add)) {
      assertThat(log.versions(0, 500)).hasSize(500);
    }

    assertThat(told)
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.part()).isEqualTo(DamagedPart.FILE_LOG);
              assertThat(damage.outcome())
                  .isEqualTo("The copy was made again from s3a://bucket/log.");
            });
  }

  @Test
  void damagedOrMissingObjectIsToldWithItsName() {
    try (FileLog log = open("one")) {
      log.append(List.of(file("a")), T);
      log.append(List.of(file("b")), T);
    }
    List<String> names = objects.names();
    String name = names.get(names.size() - 2);
    objects.damage(name, "what is this".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> open("two"))
        .isInstanceOf(FileLogDamagedException.class)
        .hasMessageStartingWith(
            "Cannot use file log s3a://bucket/log: it is damaged (object " + name);

    objects.damage(name, null);
    assertThatThrownBy(() -> open("three"))
        .isInstanceOf(FileLogDamagedException.class)
        .hasMessageContaining("object " + name + " is missing");
  }

  @Test
  void logThatEndsBelowACopyHasLostItsEnd() {
    try (FileLog log = open("one")) {
      log.append(List.of(file("a")), T);
    }
    objects.damage(objects.names().get(objects.names().size() - 1), null);

    assertThatThrownBy(() -> open("one"))
        .isInstanceOf(FileLogDamagedException.class)
        .hasMessageContaining("and had reached");
  }

  @Test
  void twoStreamsOfOneMachineAreToldAtOnce() {
    try (FileLog log = open("one")) {
      assertThatThrownBy(() -> open("one"))
          .isInstanceOf(FileLogInUseException.class)
          .hasMessageContaining("this process uses it");
      log.append(List.of(file("a")), T);
    }
  }

  @Test
  void logThatIsDeletedBeginsAnew() {
    String stream;
    try (FileLog log = open("one")) {
      stream = log.streamId();
      log.append(List.of(file("a")), T);
    }
    objects.names().forEach(name -> objects.damage(name, null));

    try (FileLog log = open("one")) {
      assertThat(log.streamId()).isNotEqualTo(stream);
      assertThat(log.lastSequence()).isZero();
    }
  }

  @Test
  void roundIsOnePut() {
    try (FileLog log = open("one")) {
      log.append(List.of(file("a")), T);
      int before = objects.requests();

      log.append(List.of(file("b"), file("c"), file("d")), T);
      log.append(List.of(file("b"), file("c")), T); // Known: nothing is written.
      log.markCommitted(2);
      log.history().planned(0, 2, T);

      assertThat(objects.requests() - before).isEqualTo(1);
    }
  }

  private FileLog open(String machine) {
    return FileLog.open(place(machine), DamageListener.NONE);
  }

  private FileLogPlace place(String machine) {
    return new FileLogPlace.Shared("s3a://bucket/log", objects, machines.resolve(machine));
  }

  private static LandedFile file(String name) {
    return new LandedFile("/l/" + name, 10, T);
  }

  private static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(each -> each.toString().endsWith(suffix)).toList();
    }
  }
}
