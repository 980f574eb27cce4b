package dev.freshet.autoloader.discovery;

import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.FileHistory.SkipReason;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileLogRebuild;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileEnd;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.listing.KnownFiles;
import dev.freshet.autoloader.listing.SeenFiles;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.FileRules;
import dev.freshet.storage.rocks.RocksException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps a file log up to date with a landing zone, on one daemon thread of its own.
 *
 * <p>Full listings find everything; watch events between them only make discovery fast. The files
 * of one round are numbered oldest first, and a file waits while an older one looks unfinished. A
 * landing zone that is away or cannot be read is waited for, with growing pauses and as long as the
 * process runs. After {@value #MAX_FAILURES_IN_A_ROW} failures of the file log in a row, and after
 * damage or a defect, discovery ends and {@link #lastSequence()} throws. Thread-safe.
 */
public final class Discovery implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Discovery.class);

  private static final int MAX_FAILURES_IN_A_ROW = 5;

  /** Bounds how old the reported state may be. */
  private static final Duration MAX_WAIT = Duration.ofMillis(100);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final String name;
  private final LandingPath landing;
  private final LandingZone zone;
  private final FileLog log;
  private final FileRules rules;
  private final FileEnd end;
  private final InstantSource clock;
  private final ListingSchedule schedule;
  private final DiscoveryProgress progress;
  private final SettlingFiles settling = new SettlingFiles();
  private final FoundRounds rounds = new FoundRounds();
  private final SeenFiles seen;
  private final KnownFiles known;
  private final List<LandedFile> round = new ArrayList<>();
  private final List<LandedFile> decided = new ArrayList<>();
  private final Thread thread;

  private int failuresInARow;
  private long failures;
  private boolean firstListing;

  Discovery(
      LandingPath landing,
      LandingZone zone,
      FileLog log,
      AutoloaderOptions options,
      InstantSource clock) {
    this(landing, zone, new SeenFiles(), log, options, clock);
  }

  /**
   * @param seen belongs to the zone and the log
   */
  Discovery(
      LandingPath landing,
      LandingZone zone,
      SeenFiles seen,
      FileLog log,
      AutoloaderOptions options,
      InstantSource clock) {
    this.name = landing.location().text();
    this.landing = landing;
    this.zone = zone;
    this.log = log;
    this.rules = options.files().rules();
    this.end = FileEnd.of(options.format());
    this.clock = clock;
    this.progress = new DiscoveryProgress(name);
    this.seen = seen;
    this.known = new KnownFiles(log, seen);
    this.schedule = new ListingSchedule(options.discovery(), zone, System.nanoTime());
    this.thread = new Thread(this::run, "autoloader-discovery");
    this.thread.setDaemon(true);
  }

  /**
   * Starts to fill the log; returns at once.
   *
   * @param landing the landing path of the options
   * @param access how its files are reached
   * @throws UncheckedIOException if the directory cannot be watched at all
   */
  public static Discovery start(
      LandingPath landing, LandingAccess access, AutoloaderOptions options, FileLog log) {
    try {
      SeenFiles seen = new SeenFiles();
      LandingZone zone = LandingZones.open(landing, access, options, seen);
      return new Discovery(landing, zone, seen, log, options, InstantSource.system()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot watch landing path "
              + landing.location()
              + ": "
              + e.getMessage()
              + ". Check that it is a readable directory.",
          e);
    }
  }

  Discovery start() {
    DiscoveryMonitor.register(log.directory(), this);
    thread.start();
    return this;
  }

  /**
   * End of the file log, from memory.
   *
   * @throws IllegalStateException if discovery has ended because of an error: restart the query
   */
  public long lastSequence() {
    progress.requireRunning();
    return log.lastSequence();
  }

  /**
   * Waits until the first complete listing is in the log.
   *
   * @throws IllegalStateException if discovery ends before that
   * @throws InterruptedException if the query is being stopped
   */
  public void awaitFirstListing() throws InterruptedException {
    progress.awaitFirstListing();
  }

  /**
   * Waits until what had landed when this discovery began is in the log: until the first complete
   * listing is, and all files have settled, the latter for at most {@code settleLimit}.
   *
   * @throws LandingZoneAwayException if the landing zone is away for a minute
   * @throws IllegalStateException if discovery ends before that
   * @throws InterruptedException if the query is being stopped
   */
  public void awaitLanded(Duration settleLimit) throws InterruptedException {
    progress.awaitLanded(settleLimit);
  }

  /** About how many messages wait in the queue of events; empty without one, or if unknown. */
  public OptionalLong queueSize() {
    return zone.queueSize();
  }

  Optional<DiscoveryStatus> status() {
    return progress.status();
  }

  Optional<Instant> asOf(long sequence) {
    return progress.history().asOf(wholeUpTo(sequence));
  }

  /** Up to where nothing of a file is read later. */
  private long wholeUpTo(long sequence) {
    OptionalLong behind = log.portions().oldestBehind(sequence);
    return behind.isPresent() ? behind.getAsLong() - 1 : sequence;
  }

  /** As {@link DiscoveryMonitor#inBacklog}. */
  Optional<Instant> inBacklog(long end) {
    long sequence = wholeUpTo(end);
    if (sequence <= log.startAfter() || sequence > log.lastSequence()) {
      return Optional.empty();
    }
    FileVersion newest = log.versions(sequence - 1, sequence).get(0);
    Instant listed = progress.history().firstReaching(sequence).orElse(newest.discoveredAt());
    return Stream.of(newest.modifiedAt(), newest.discoveredAt(), listed)
        .min(Comparator.naturalOrder());
  }

  /** As {@link DiscoveryMonitor#foundAt}. */
  Optional<Instant> foundAt(long sequence) {
    if (sequence <= log.startAfter() || sequence > log.lastSequence()) {
      return Optional.empty();
    }
    Optional<Instant> remembered = rounds.foundAt(sequence);
    return remembered.isPresent()
        ? remembered
        : Optional.of(log.versions(sequence - 1, sequence).get(0).discoveredAt());
  }

  /** As {@link DiscoveryMonitor#planned}. */
  Optional<FileLogRebuild.Planned> planned(long sequence) {
    return FileLogRebuild.Planned.of(log, sequence);
  }

  private void run() {
    try {
      while (!progress.isOver()) {
        runRound();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      DiscoveryMonitor.unregister(log.directory(), this);
      known.close();
      closeZone();
    }
  }

  private void runRound() throws InterruptedException {
    try {
      firstListing = log.existingSequence().isEmpty();
      if (schedule.isDue(System.nanoTime())) {
        listAll();
      } else {
        takeHints();
      }
    } catch (IOException | RuntimeException e) {
      if (!progress.isStopped()) {
        roundFailed(e);
      }
    }
  }

  private void listAll() throws IOException {
    Instant startedAt = clock.instant();
    long startedNanos = System.nanoTime();
    roundBegins();
    known.begin();
    zone.list(this::offerUnlessKnown);
    known.others().forEach(this::offer);
    // A file that lands while the listing runs may be missed, so its start is the time that counts.
    appendRound(startedAt);
    decided().forEach(seen::listed);
    known.complete();
    log.markExisting();
    reportReturn();
    failuresInARow = 0;
    schedule.listed(startedNanos, System.nanoTime());
    Instant complete = settling.oldestModification().filter(startedAt::isAfter).orElse(startedAt);
    progress.listingCompleted(log.lastSequence(), complete, settling.size(), failures);
  }

  private void takeHints() throws IOException, InterruptedException {
    LandingZone.Hints hints = zone.await(waitTime());
    roundBegins();
    hints.files().forEach(this::offer);
    for (String path : settling.settled(clock.instant())) {
      zone.look(path).ifPresentOrElse(this::offer, () -> settling.forget(path));
    }
    appendRound(clock.instant());
    decided().forEach(seen::remember);
    zone.hintsAreLogged();
    if (hints.listingNeeded()) {
      schedule.requestNow(System.nanoTime());
    }
    reportChange();
  }

  private void roundBegins() {
    round.clear();
    decided.clear();
  }

  /**
   * The files of this round that are in the log or need not be, as a listing shows them. A file
   * that waits is not among them: it may go away and come back.
   */
  private Stream<LandedFile> decided() {
    return decided.stream()
        .filter(file -> !settling.isWaiting(file.path()))
        .map(
            file ->
                zone.changeIsOfContent()
                    ? file
                    : new LandedFile(file.path(), file.size(), file.modifiedAt()));
  }

  private Duration waitTime() {
    Duration wait = schedule.untilDue(System.nanoTime());
    wait = wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT;
    Optional<Instant> settle = settling.nextSettle();
    if (settle.isPresent()) {
      Duration untilSettle = Duration.between(clock.instant(), settle.get());
      wait = untilSettle.compareTo(wait) < 0 ? untilSettle : wait;
    }
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Most files of a listing are known, and are told apart on two threads. */
  private void offerUnlessKnown(LandedFile file) {
    if (settling.isWaiting(file.path())) {
      offer(file);
    } else {
      known.add(file);
    }
  }

  private void offer(LandedFile file) {
    Instant now = clock.instant();
    decided.add(file);
    try {
      if (!isWanted(file, now) || !isNew(file)) {
        settling.forget(file.path());
        return;
      }
      if (SettlingFiles.isRecent(file, now)
          && zone.looksUnfinished(file, end)
          && settling.defer(file, now)) {
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settling.forget(file.path());
    round.add(withChange(file));
  }

  private boolean isWanted(LandedFile file, Instant now) {
    if (!landing.accepts(file.path())) {
      return false;
    }
    Optional<SkipReason> refusal =
        rules.refusal(file.modifiedAt(), firstListing ? Optional.empty() : Optional.of(now));
    refusal.ifPresent(reason -> log.history().skipped(file, reason, now));
    return refusal.isEmpty();
  }

  /** The file as it is now with its number of changes, which a listing may leave out. */
  private LandedFile withChange(LandedFile file) {
    if (file.change() != 0) {
      return file;
    }
    try {
      return zone.look(file.path()).filter(file::looksLike).orElse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether the file is another version than the newest of its path. If only its number of changes
   * is another, its content decides; it is compared if it was read before, for what was not read
   * yet will be read as it is now.
   */
  private boolean isNew(LandedFile file) throws IOException {
    FileLog.Newest known = log.newest(file.path()).orElse(null);
    if (known == null) {
      return true;
    }
    if (!rules.everyVersion()) {
      if (!known.file().looksLike(file)) {
        log.history().skipped(file, SkipReason.REWRITTEN, clock.instant());
      }
      return false;
    }
    if (!known.file().looksLike(file)) {
      return true;
    }
    if (file.change() == 0 || known.file().equals(file)) {
      return false;
    }
    if (zone.changeIsOfContent() && known.file().change() != 0) {
      return true;
    }
    Optional<ContentMark> read = log.marks().of(known.sequence());
    if (read.isPresent()) {
      Optional<ContentMark> now = zone.content(file);
      if (now.isEmpty()) {
        return false;
      }
      if (!now.get().sameContent(read.get())) {
        return true;
      }
      log.markUnchanged(known, file);
    } else if (known.file().change() == 0) {
      log.markUnchanged(known, file);
    }
    return false;
  }

  private void appendRound(Instant discoveredAt) {
    settling.deferNewer(round);
    if (!round.isEmpty()) {
      round.sort(LandedFile.ORDER);
      long before = log.lastSequence();
      rounds.add(before, log.append(round, discoveredAt), clock.instant());
      round.clear();
    }
  }

  private void reportChange() {
    progress.changed(log.lastSequence(), settling.size(), failures);
  }

  private void roundFailed(Exception error) {
    failures++;
    failuresInARow++;
    boolean zoneIsAway = isOfTheZone(error);
    if (!zoneIsAway && (failuresInARow >= MAX_FAILURES_IN_A_ROW || !isOfTheLog(error))) {
      LOGGER.atError().setCause(error).addKeyValue("path", name).log("discovery ended");
      progress.failed(error);
      return;
    }
    if (zoneIsAway) {
      progress.zoneIsAway(error);
    }
    LOGGER
        .atLevel(failuresInARow == 1 ? Level.WARN : Level.DEBUG)
        .addKeyValue("path", name)
        .addKeyValue("failures", failuresInARow)
        .addKeyValue("error", error.toString())
        .log("discovery cannot read the landing zone or its log, it tries until it can");
    schedule.failed(System.nanoTime(), failuresInARow);
    reportChange();
  }

  private void reportReturn() {
    if (failuresInARow > 0) {
      LOGGER
          .atInfo()
          .addKeyValue("path", name)
          .addKeyValue("failures", failuresInARow)
          .log("discovery reads the landing zone again");
    }
  }

  /** Errors of the landing zone are those of its file system. */
  private static boolean isOfTheZone(Exception error) {
    return error instanceof IOException
        || (error instanceof UncheckedIOException && !isOfTheLog(error));
  }

  private static boolean isOfTheLog(Exception error) {
    return error instanceof UncheckedIOException && error.getCause() instanceof RocksException;
  }

  private void closeZone() {
    try {
      zone.close();
    } catch (IOException e) {
      LOGGER.atWarn().setCause(e).addKeyValue("path", name).log("cannot close the watch");
    }
  }

  /** Ends the thread and waits for it, at most {@code 5 s}. The file log stays open. */
  @Override
  public void close() {
    progress.stop();
    thread.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(STOP_LIMIT.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (thread.isAlive()) {
      LOGGER.atWarn().addKeyValue("path", name).log("discovery did not stop in time");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
