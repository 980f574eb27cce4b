package dev.freshet.bench.ingest;

import dev.freshet.autoloader.discovery.Discovery;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.bench.rig.DirectorySize;
import dev.freshet.bench.rig.Scenario;
import dev.freshet.cli.wiring.FileTree;
import dev.freshet.core.Quantile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A landing zone with 10 000, 100 000 and 1 000 000 files, all of which the file log knows: what
 * the heap holds after a collection, and how long a listing takes that finds nothing new, beside a
 * walk through the same directories that only looks at each file.
 */
public final class KnownFilesScenario implements Scenario {
  private static final List<Integer> FILES = List.of(10_000, 100_000, 1_000_000);
  private static final int FILES_A_DIRECTORY = 1000;

  /** Files are links to a few, so that the disk holds directories only. */
  private static final int LINKS_A_FILE = 50_000;

  private static final int LISTINGS = 5;

  /**
   * A landing zone.
   *
   * @param files in it, all known
   * @param firstListingSeconds until all of them were in the file log, as new ones
   * @param heapMb used after a collection, with file log and discovery open
   * @param listingMillis median of the listings that find nothing new
   * @param walkMillis median of the walks
   * @param newFileMillis listing that finds one new file
   * @param logMb size of the file log on disk
   */
  record Known(
      int files,
      double firstListingSeconds,
      double heapMb,
      double listingMillis,
      double walkMillis,
      double newFileMillis,
      long logMb) {}

  @Override
  public Object measure(Path root) throws Exception {
    List<Known> figures = new ArrayList<>();
    for (int files : FILES) {
      Path directory = Files.createTempDirectory("known-files");
      try {
        figures.add(measure(directory, files));
        print(figures.get(figures.size() - 1));
      } finally {
        new FileTree(directory).delete();
      }
    }
    return figures;
  }

  private static Known measure(Path directory, int files) throws Exception {
    Path landing = land(directory, files);
    AutoloaderOptions options =
        AutoloaderOptions.parse(
            Map.of(
                "path", landing.toString(),
                "cloudFiles.format", "envelope",
                "autoloader.discovery", "listing",
                "autoloader.listInterval", "1 day"));
    try (FileLog log = FileLog.open(directory.resolve("filelog"))) {
      double first = listing(options, log) / 1000;
      require(log, files);
      List<Double> listings = new ArrayList<>();
      List<Double> walks = new ArrayList<>();
      for (int i = 0; i < LISTINGS; i++) {
        listings.add(listing(options, log));
        walks.add(walk(landing));
      }
      double heap = heapAfterCollection();
      file(landing.resolve("0/new"));
      double found = listing(options, log);
      require(log, files + 1);
      return new Known(
          files,
          first,
          heap,
          Quantile.nearestRank(listings, 0.5),
          Quantile.nearestRank(walks, 0.5),
          found,
          DirectorySize.of(log.directory()) >> 20);
    }
  }

  private static void require(FileLog log, int files) {
    if (log.lastSequence() != files) {
      throw new IllegalStateException(log.lastSequence() + " files are known, not " + files);
    }
  }

  private static Path land(Path directory, int files) throws IOException {
    Path landing = directory.resolve("landing");
    Path content = directory.resolve("unlinked");
    for (int i = 0; i < files; i++) {
      if (i % LINKS_A_FILE == 0) {
        Files.deleteIfExists(content);
        file(content);
      }
      Path part = landing.resolve(Integer.toString(i / FILES_A_DIRECTORY));
      if (i % FILES_A_DIRECTORY == 0) {
        Files.createDirectories(part);
      }
      Files.createLink(part.resolve("change-%07d.json".formatted(i)), content);
    }
    return landing;
  }

  private static void file(Path path) throws IOException {
    Files.writeString(path, "{\"id\":1}\n");
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(60)));
  }

  /** Milliseconds of the first listing of a new start. */
  private static double listing(AutoloaderOptions options, FileLog log)
      throws InterruptedException {
    long began = System.nanoTime();
    try (Discovery discovery =
        Discovery.start(LandingPath.of(options), AccessSettings.access(options), options, log)) {
      discovery.awaitFirstListing();
      return secondsSince(began) * 1000;
    }
  }

  private static double walk(Path landing) throws IOException {
    AtomicLong bytes = new AtomicLong();
    long began = System.nanoTime();
    Files.walkFileTree(
        landing,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes state) {
            bytes.addAndGet(state.size());
            return FileVisitResult.CONTINUE;
          }
        });
    if (bytes.get() == 0) {
      throw new IllegalStateException("nothing was walked through");
    }
    return secondsSince(began) * 1000;
  }

  private static double heapAfterCollection() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void print(Known known) {
    System.out.printf(
        Locale.ROOT,
        "%,9d known files: heap %.1f MB, listing %,.0f ms (walk %,.0f ms), with a new file %,.0f ms,"
            + " first listing %.1f s, file log %d MB%n",
        known.files(),
        known.heapMb(),
        known.listingMillis(),
        known.walkMillis(),
        known.newFileMillis(),
        known.firstListingSeconds(),
        known.logMb());
  }
}
