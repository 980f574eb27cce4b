package dev.freshet.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.freshet.testkit.objects.FakeObjects;
import dev.freshet.testkit.objects.FakeObjects.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal against a plain map, in random sequences: writes that fail before or after they had
 * their effect, processes that die, machines that lose their disk, and processes that were taken
 * for dead and write again. Each write counts itself, so that the count says which state must be
 * there.
 */
class JournalModelTest {
  private static final RocksSettings SETTINGS =
      RocksSettings.withBloomBits(10).with(new RocksSettings.Memory(1 << 20, 1 << 20));
  private static final byte[] COUNT = {1};

  /** In memory where that can be had, because every opening syncs the disk. */
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir Path disk;
  private Path root;

  @BeforeEach
  void chooseDirectory() throws IOException {
    root = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "journal") : disk;
  }

  @AfterEach
  void removeDirectory() throws IOException {
    Sequence.delete(root);
    Files.createDirectories(disk);
  }

  @Test
  void heldAgainstAMapInRandomSequences() throws Exception {
    for (int seed = 0; seed < 25; seed++) {
      new Sequence(seed, root.resolve("short" + seed)).run();
    }
  }

  @Test
  @Tag("long")
  void heldAgainstAMapInAThousandRandomSequences() throws Exception {
    for (int seed = 1000; seed < 2000; seed++) {
      new Sequence(seed, root.resolve("long" + seed)).run();
    }
  }

  /** One sequence. */
  private static final class Sequence {
    private final int seed;
    private final Random random;
    private final Path root;
    private final FakeObjects objects = new FakeObjects();

    /** The state after each write, by its count. */
    private final List<Map<String, String>> states = new ArrayList<>(List.of(Map.of()));

    private final List<RocksStore> zombies = new ArrayList<>();
    private Path directory;
    private RocksStore store;
    private int machines;

    /** Writes that were acknowledged as durable. */
    private int acknowledged;

    /** Whether a write failed since, so that the last state may be there or not. */
    private boolean unsettled;

    Sequence(int seed, Path root) throws IOException {
      this.seed = seed;
      this.random = new Random(seed);
      this.root = root;
      this.directory = root.resolve("machine0");
      Files.createDirectories(root);
    }

    void run() throws Exception {
      store = open();
      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(12)) {
          case 0 -> endCleanly();
          case 1 -> die(true);
          case 2 -> die(false);
          case 3 -> zombieWrites();
          case 4 -> objects.next(Fault.REFUSED);
          case 5 -> objects.next(Fault.ANSWER_LOST);
          default -> write(random.nextInt(3) > 0);
        }
      }
      die(false);
      zombieWrites();
      die(true);
      store.close();
      zombies.forEach(RocksStore::close);
      delete(root);
    }

    private RocksStore open() {
      while (true) {
        try {
          return new JournalOpening(
                  directory,
                  SETTINGS,
                  objects,
                  new SnapshotWriter.Rhythm(3, 9),
                  JournalListener.NONE)
              .forWriting();
        } catch (RocksException e) {
          assertThat(e.isJournalAway()).as("seed %s: %s", seed, e).isTrue();
        }
      }
    }

    private void write(boolean synced) throws IOException {
      if (unsettled) {
        settle();
        return;
      }
      Map<String, String> next = new TreeMap<>(states.get(states.size() - 1));
      int count = states.size();
      List<String> gone = next.keySet().stream().filter(key -> random.nextInt(5) == 0).toList();
      String key = "k" + random.nextInt(30);
      String value = "v" + count + "x".repeat(random.nextInt(200));
      gone.forEach(next::remove);
      next.put(key, value);
      RocksStore.Changes changes =
          batch -> {
            for (String each : gone) {
              batch.delete(bytes(each));
            }
            batch.put(bytes(key), bytes(value));
            batch.put(COUNT, bytes(Integer.toString(count)));
          };
      states.add(next);
      try {
        if (synced) {
          store.writeSynced(changes);
          acknowledged = count;
        } else {
          store.write(changes);
        }
      } catch (RocksException e) {
        assertThat(e.isJournalAway()).as("seed %s: %s", seed, e).isTrue();
        unsettled = true;
      }
    }

    private void settle() {
      try {
        assertThat(store.settle()).as("seed %s", seed).isTrue();
        unsettled = false;
        acknowledged = states.size() - 1;
      } catch (RocksException e) {
        assertThat(e.isJournalAway()).as("seed %s: %s", seed, e).isTrue();
      }
    }

    private void endCleanly() throws IOException {
      boolean whole = !unsettled;
      objects.heal();
      store.close();
      if (whole) {
        acknowledged = states.size() - 1;
      }
      if (random.nextBoolean()) {
        directory = root.resolve("machine" + ++machines);
      }
      store = open();
      check();
    }

    /** The process is not seen again, or is when it should not write any more. */
    private void die(boolean withItsDisk) throws IOException {
      Path next = root.resolve("machine" + ++machines);
      if (!withItsDisk) {
        copy(directory, next);
      }
      zombies.add(store);
      directory = next;
      store = open();
      check();
    }

    /** What it puts nonetheless is seen by {@link #check}: its key is not in the map. */
    private void zombieWrites() throws IOException {
      if (zombies.isEmpty()) {
        return;
      }
      RocksStore zombie = zombies.get(random.nextInt(zombies.size()));
      try {
        zombie.settle();
        zombie.writeSynced(batch -> batch.put(bytes("zombie"), bytes("!")));
        fail("seed %s: one that was taken for dead has written", seed);
      } catch (RocksException e) {
        assertThat(e.isTakenOver() || e.isJournalAway()).as("seed %s: %s", seed, e).isTrue();
      }
    }

    private void check() throws IOException {
      byte[] found = store.find(COUNT);
      int count = found == null ? 0 : Integer.parseInt(new String(found, StandardCharsets.UTF_8));
      assertThat(count)
          .as("seed %s: nothing that was acknowledged is lost", seed)
          .isBetween(acknowledged, states.size() - 1);
      Map<String, String> content = new TreeMap<>();
      store.scan(
          bytes("a"),
          bytes("zz"),
          (key, value) ->
              content.put(
                  new String(key, StandardCharsets.UTF_8),
                  new String(value, StandardCharsets.UTF_8)));
      assertThat(content).as("seed %s", seed).isEqualTo(states.get(count));
      states.subList(count + 1, states.size()).clear();
      unsettled = false;
    }

    /** RocksDB may be deleting files meanwhile; then the copy is made again. */
    private static void copy(Path from, Path to) throws IOException {
      while (true) {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
          for (Path each : files.toList()) {
            Files.copy(each, to.resolve(each.getFileName()));
          }
          return;
        } catch (NoSuchFileException e) {
          delete(to);
        }
      }
    }

    private static void delete(Path directory) throws IOException {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
