package dev.freshet.autoloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.autoloader.event.FakeFileEvents;
import dev.freshet.autoloader.event.QueueReader;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.storage.location.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events are hints: whatever becomes of them, each version of a file is logged once. */
class EventedLandingZoneTest {
  private static final String LANDING = "fake:/landing";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final FakeLandingZone storage = new FakeLandingZone();
  private final FakeFileEvents queue = new FakeFileEvents(Duration.ofMillis(200));

  @Test
  void fileIsFoundByItsEventAndTheMessageDeletedOnceItIsLogged() throws Exception {
    try (FileLog log = FileLog.open(directory.resolve("log"));
        Discovery discovery = start(log, "1h")) {
      discovery.awaitFirstListing();
      storage.put(file("a.json", 1));
      queue.send(LANDING + "/a.json");

      await().atMost(LIMIT).until(() -> log.lastSequence() == 1);
      await().atMost(LIMIT).until(() -> queue.size() == 0);
      assertThat(storage.listings).hasValue(1);
    }
  }

  @Test
  void eventsOfFilesThatAListingWouldNotFindAreDropped() throws Exception {
    try (FileLog log = FileLog.open(directory.resolve("log"));
        Discovery discovery = start(log, "1h")) {
      discovery.awaitFirstListing();
      for (String name : List.of("_x/a.json", ".b.json", "c.tmp", "../other/d.json", "e.json")) {
        storage.put(file(name, 1));
        queue.send(LANDING + "/" + name);
      }
      queue.send("fake:/elsewhere/f.json");
      queue.send(LANDING + "/gone.json");
      queue.send("!no event");

      await().atMost(LIMIT).until(() -> queue.size() == 0);
      assertThat(paths(log))
          .doesNotContain(LANDING + "/_x/a.json", LANDING + "/.b.json", LANDING + "/c.tmp");
      assertThat(paths(log)).contains(LANDING + "/e.json").doesNotHaveDuplicates();
    }
  }

  @Test
  void filesOfADirectoryThatWasRenamedIntoTheLandingZoneAreFound() throws Exception {
    try (FileLog log = FileLog.open(directory.resolve("log"));
        Discovery discovery = start(log, "1h")) {
      discovery.awaitFirstListing();
      for (String name : List.of("d/a.json", "d/x/b.json", "_d/c.json", "e/d.json")) {
        storage.put(file(name, 1));
      }
      queue.send(LANDING + "/_d/");
      queue.send("fake:/elsewhere/d/");
      queue.send(LANDING + "/d/");

      await().atMost(LIMIT).until(() -> queue.size() == 0);
      assertThat(paths(log))
          .containsExactlyInAnyOrder(LANDING + "/d/a.json", LANDING + "/d/x/b.json");
      assertThat(storage.listings).hasValue(1);
    }
  }

  @Test
  void landingZoneThatWasRenamedItselfIsListedAsAWhole() throws Exception {
    try (FileLog log = FileLog.open(directory.resolve("log"));
        Discovery discovery = start(log, "1h")) {
      discovery.awaitFirstListing();
      storage.put(file("a.json", 1));
      queue.send(LANDING + "/");
      await().atMost(LIMIT).until(() -> log.lastSequence() == 1);

      storage.put(file("b.json", 1));
      queue.send("fake:/");

      await().atMost(LIMIT).until(() -> log.lastSequence() == 2);
      await().atMost(LIMIT).until(() -> queue.size() == 0);
    }
  }

  @Test
  void allFilesOfOneMessageAreLoggedBeforeItIsDeletedWhateverFailsBetween() throws Exception {
    try (FileLog log = FileLog.open(directory.resolve("log"));
        Discovery discovery = start(log, "1h")) {
      discovery.awaitFirstListing();
      storage.put(file("a.json", 1));
      storage.put(file("b.json", 1));
      storage.looksToFail.set(3);
      queue.send(LANDING + "/a.json\n" + LANDING + "/b.json");

      await().atMost(LIMIT).until(() -> queue.size() == 0);
      assertThat(paths(log)).containsExactlyInAnyOrder(LANDING + "/a.json", LANDING + "/b.json");
      assertThat(storage.listings).as("no listing was needed").hasValue(1);
    }
  }

  @Test
  void fileThatCannotBeLookedAtIsLeftToAListingAndHoldsUpNoOther() throws Exception {
    try (FileLog log = FileLog.open(directory.resolve("log"));
        Discovery discovery = start(log, "1h")) {
      discovery.awaitFirstListing();
      storage.put(file("a.json", 1));
      storage.looksToFail.set(5);
      queue.send(LANDING + "/a.json");

      await().atMost(LIMIT).until(() -> queue.size() == 0);
      await().atMost(LIMIT).until(() -> log.lastSequence() == 1);
      assertThat(storage.listings).hasValue(2);
    }
  }

  /**
   * The model: what landed. Whatever becomes of messages, looks and listings, the newest version of
   * each file is in the log once all is quiet, and no version is in it twice.
   */
  @RepeatedTest(3)
  void lostDoubledReorderedAndMalformedEventsLoseNoFileAndDoubleNone() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Integer> newest = new HashMap<>();
    int versions = 0;
    try (FileLog log = FileLog.open(directory.resolve("log"));
        Discovery discovery = start(log, "50ms")) {
      discovery.awaitFirstListing();
      List<String> late = new ArrayList<>();
      for (int step = 0; step < 300; step++) {
        String name = "d" + random.nextInt(4) + "/f" + random.nextInt(20) + ".json";
        if (random.nextInt(3) > 0) {
          int version = newest.merge(name, 1, Integer::sum);
          storage.put(file(name, version));
          versions++;
        }
        String path = LANDING + "/" + name;
        String renamed = path.substring(0, path.lastIndexOf('/') + 1);
        switch (random.nextInt(9)) {
          case 0 -> late.add(path); // Comes in another order.
          case 1 -> queue.send("!broken " + step);
          case 2 -> {
            queue.send(path);
            queue.send(path);
          }
          case 3 -> queue.fail(random.nextInt(2));
          case 4 -> storage.failuresToCome.set(random.nextInt(2));
          case 5 -> storage.looksToFail.set(random.nextInt(7));
          case 6 -> queue.send(renamed);
          case 7 -> queue.send(path + "\n" + LANDING + "/gone" + step + "\n" + renamed);
          default -> {} // The event is lost.
        }
      }
      Collections.shuffle(late, random);
      late.forEach(queue::send);

      await("seed " + seed)
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                Map<String, Long> logged = new HashMap<>();
                versions(log).forEach(each -> logged.put(each.path(), each.size()));
                Map<String, Long> landed = new HashMap<>();
                newest.forEach((name, version) -> landed.put(LANDING + "/" + name, (long) version));
                assertThat(logged).isEqualTo(landed);
              });
      await("seed " + seed).atMost(LIMIT).until(() -> queue.size() == 0);
      assertThat(versions(log))
          .as("each version at most once, seed " + seed)
          .extracting(each -> each.path() + " " + each.size())
          .doesNotHaveDuplicates()
          .hasSizeLessThanOrEqualTo(versions);
    }
  }

  /** Without any listing, what the events name is found: hints alone are enough. */
  @Test
  void everyEventThatComesIsEnoughToFindItsFile() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (FileLog log = FileLog.open(directory.resolve("log"));
        Discovery discovery = start(log, "1h")) {
      discovery.awaitFirstListing();
      List<String> events = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        storage.put(file("f" + i + ".json", 1));
        for (int copies = random.nextInt(3); copies >= 0; copies--) {
          events.add(LANDING + "/f" + i + ".json");
        }
      }
      Collections.shuffle(events, random);
      for (String event : events) {
        queue.send(event);
        if (random.nextInt(20) == 0) {
          storage.looksToFail.set(1 + random.nextInt(2));
          queue.fail(1);
        }
      }

      await("seed " + seed).atMost(LIMIT).until(() -> queue.size() == 0);
      assertThat(paths(log)).as("seed " + seed).hasSize(150).doesNotHaveDuplicates();
      assertThat(storage.listings).hasValue(1);
    }
  }

  private Discovery start(FileLog log, String listInterval) throws Exception {
    AutoloaderOptions options =
        AutoloaderOptions.parse(
            Map.of(
                "path", "/landing",
                "cloudFiles.format", "text",
                "autoloader.listInterval", listInterval));
    return new Discovery(
            new LandingPath(new Location.Remote(LANDING), Optional.empty()),
            new EventedLandingZone(
                storage,
                LANDING,
                new LandingFilter(Optional.empty()),
                true,
                QueueReader.start("fake", () -> queue)),
            log,
            options,
            InstantSource.system())
        .start();
  }

  private static LandedFile file(String name, int version) {
    return new LandedFile(
        LANDING + "/" + name, version, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(version));
  }

  private static List<FileVersion> versions(FileLog log) {
    return log.versions(0, log.lastSequence());
  }

  private static List<String> paths(FileLog log) {
    return versions(log).stream().map(FileVersion::path).toList();
  }
}
