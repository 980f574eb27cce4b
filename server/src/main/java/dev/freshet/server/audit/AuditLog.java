package dev.freshet.server.audit;

import dev.freshet.core.DaemonThreads;
import dev.freshet.server.http.Caller;
import dev.freshet.server.http.Json;
import dev.freshet.server.http.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in files of JSON lines who called which path and when, one line for each request.
 * Thread-safe; threads that answer requests never wait for the disk.
 *
 * <p>It is bounded by days and bytes on disk, by lines in memory, and by lines in one minute for
 * requests without a valid key, which every client can send. Requests without a line are counted in
 * the next line.
 */
public final class AuditLog implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(AuditLog.class);

  private static final int WAITING_MAX = 10_000;
  private static final int REFUSED_PER_MINUTE = 100;
  private static final long POLL_MILLIS = 200;
  private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOSE_MILLIS = 5_000;

  private final AuditFiles files;
  private final InstantSource clock;
  private final BlockingQueue<AuditEntry> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong left = new AtomicLong();
  private final Thread writer;

  private volatile boolean closing;
  private long refusedMinute;
  private int refused;
  private @Nullable String failure;
  private boolean unsynced;
  private long syncedNanos;

  private AuditLog(AuditFiles files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
    this.writer = DaemonThreads.unstarted("freshet-audit", this::write);
  }

  /**
   * Starts the thread that writes.
   *
   * @param directory is made when the first line is written
   */
  public static AuditLog open(Path directory, InstantSource clock) {
    return open(directory, AuditFiles.Retention.STANDARD, clock);
  }

  static AuditLog open(Path directory, AuditFiles.Retention retention, InstantSource clock) {
    AuditLog log = new AuditLog(new AuditFiles(directory, retention), clock);
    log.writer.start();
    return log;
  }

  /** Records a request that was answered. */
  public void answered(Traffic.Answered answer) {
    Instant now = clock.instant();
    if (answer.caller().equals(Caller.UNKNOWN) && !hasLine(now)) {
      left.incrementAndGet();
      return;
    }
    AuditEntry entry =
        new AuditEntry.Request(
            now,
            answer.caller(),
            known(answer.method()),
            answer.path(),
            answer.status(),
            answer.took().toMillis(),
            answer.bytes());
    if (!waiting.offer(entry)) {
      left.incrementAndGet();
    }
  }

  /** The method is text of the caller too, so only known ones are recorded. */
  private static String known(String method) {
    return method.matches("GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|TRACE") ? method : "other";
  }

  private synchronized boolean hasLine(Instant now) {
    long minute = now.getEpochSecond() / 60;
    if (minute != refusedMinute) {
      refusedMinute = minute;
      refused = 0;
    }
    return refused++ < REFUSED_PER_MINUTE;
  }

  private void write() {
    try {
      while (!closing || !waiting.isEmpty()) {
        AuditEntry entry = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (entry != null) {
          append(entry);
        }
        if (unsynced && (entry == null || System.nanoTime() - syncedNanos > SYNC_NANOS)) {
          sync();
        }
        long missed = left.getAndSet(0);
        if (missed > 0) {
          append(new AuditEntry.LeftOut(clock.instant(), missed));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void append(AuditEntry entry) {
    try {
      files.append(Json.bytes(entry), entry.at().atOffset(ZoneOffset.UTC).toLocalDate());
      unsynced = true;
      failure = null;
    } catch (IOException | RuntimeException e) {
      left.addAndGet(entry.requests());
      failed(e);
    }
  }

  /** Only what was written in the last second can be lost with the power. */
  private void sync() {
    unsynced = false;
    syncedNanos = System.nanoTime();
    try {
      files.sync();
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(Exception e) {
    if (!e.toString().equals(failure)) {
      failure = e.toString();
      LOGGER.atError().addKeyValue("error", failure).log("audit log cannot be written");
    }
  }

  /** Writes the lines that wait, for at most five seconds. */
  @Override
  public void close() {
    closing = true;
    try {
      writer.join(CLOSE_MILLIS);
      if (writer.isAlive()) {
        writer.interrupt();
        LOGGER
            .atWarn()
            .addKeyValue("lines", waiting.size())
            .log("audit log closed before all lines were written");
        return;
      }
      files.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOGGER.atWarn().addKeyValue("error", e.toString()).log("audit log did not close");
    }
  }
}
