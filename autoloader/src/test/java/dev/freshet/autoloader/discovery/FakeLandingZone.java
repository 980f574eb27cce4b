package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileEnd;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A landing zone in memory: files, hints and errors as the test wants them. */
final class FakeLandingZone implements LandingZone {
  final Map<String, LandedFile> files = new ConcurrentHashMap<>();
  final Map<String, String> contents = new ConcurrentHashMap<>();
  final Set<String> unfinished = ConcurrentHashMap.newKeySet();
  final BlockingQueue<Hints> hints = new LinkedBlockingQueue<>();
  final AtomicInteger listings = new AtomicInteger();
  final AtomicInteger directoryListings = new AtomicInteger();
  final AtomicInteger failuresToCome = new AtomicInteger();
  final AtomicInteger looksToFail = new AtomicInteger();
  volatile boolean closed;
  volatile @Nullable RuntimeException defect;

  /** A discovery of such a zone, which is called fake. */
  static Discovery discovery(
      LandingZone zone, FileLog log, Duration listInterval, InstantSource clock) {
    return discovery(
        zone, log, Map.of("autoloader.listInterval", listInterval.toMillis() + "ms"), clock);
  }

  /** As before, with other options. */
  static Discovery discovery(
      LandingZone zone, FileLog log, Map<String, String> options, InstantSource clock) {
    Map<String, String> all = new HashMap<>(options);
    all.put("path", "fake");
    all.put("cloudFiles.format", "envelope");
    return new Discovery(
        new LandingPath(new Location.Remote("fake"), Optional.empty()),
        zone,
        log,
        AutoloaderOptions.parse(all),
        clock);
  }

  void put(LandedFile file) {
    files.put(file.path(), file);
  }

  void hint(LandedFile file) {
    put(file);
    hints.add(new Hints(List.of(file), false));
  }

  @Override
  public boolean givesHints() {
    return true;
  }

  @Override
  public void list(Consumer<LandedFile> sink) throws IOException {
    listings.incrementAndGet();
    RuntimeException thrown = defect;
    if (thrown != null) {
      throw thrown;
    }
    failIfAsked(failuresToCome);
    files.values().forEach(sink);
  }

  @Override
  public Hints await(Duration timeout) throws InterruptedException {
    Hints next = hints.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    return next == null ? Hints.NONE : next;
  }

  @Override
  public void listBelow(String directory, Consumer<LandedFile> sink) throws IOException {
    failIfAsked(looksToFail);
    directoryListings.incrementAndGet();
    files.values().stream().filter(file -> file.path().startsWith(directory + "/")).forEach(sink);
  }

  private static void failIfAsked(AtomicInteger failures) throws IOException {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("storage is shaky");
    }
  }

  @Override
  public Optional<LandedFile> look(String path) throws IOException {
    failIfAsked(looksToFail);
    return Optional.ofNullable(files.get(path));
  }

  @Override
  public boolean looksUnfinished(LandedFile file, FileEnd end) {
    return unfinished.contains(file.path());
  }

  @Override
  public Optional<ContentMark> content(LandedFile file) {
    String content = contents.getOrDefault(file.path(), file.path());
    return files.containsKey(file.path())
        ? Optional.of(
            new ContentMark(content.length(), HexFormat.of().toHexDigits(content.hashCode()), 0, 0))
        : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
