package dev.freshet.documents;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.ExtractOutcome;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads documents with Apache Tika in a process of its own, which the first document starts. A
 * document that takes too much memory or time ends only that process; the next document starts a
 * new one.
 *
 * <p>It reads one document at a time: calls of several threads queue. Safe to repeat.
 */
public final class TikaExtractor implements DocumentExtractor {

  private static final Logger LOGGER = LoggerFactory.getLogger(TikaExtractor.class);

  /** A process may have ended because of the memory that earlier documents left behind. */
  private static final int ATTEMPTS = 2;

  private final WorkerLimits limits;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("document-clock"));
  private @Nullable WorkerProcess worker;
  private boolean closed;

  /** Makes an extractor with the default limits, for {@link java.util.ServiceLoader}. */
  public TikaExtractor() {
    this(WorkerLimits.DEFAULT);
  }

  TikaExtractor(WorkerLimits limits) {
    this.limits = limits;
  }

  @Override
  public synchronized ExtractOutcome extract(byte[] content) {
    if (closed) {
      throw new IllegalStateException("extract() after close()");
    }
    boolean endedFromOutside = false;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return running().ask(content, limits.time());
      } catch (WorkerProcess.DiedException e) {
        discard(content.length, e.isOutOfTime());
        if (e.isOutOfTime()) {
          return new ExtractOutcome.Unreadable(
              "reading it takes longer than %d s. Land it in parts."
                  .formatted(limits.time().toSeconds()));
        }
        endedFromOutside = e.isEndedFromOutside();
      }
    }
    if (endedFromOutside) {
      throw failed("the process that reads them is ended from outside each time", null);
    }
    return new ExtractOutcome.Unreadable(
        String.format(
            Locale.ROOT,
            "reading it takes more than %d MiB of memory, or crashes. Land it in parts.",
            limits.heapMib()));
  }

  private WorkerProcess running() {
    WorkerProcess running = worker;
    if (running == null) {
      try {
        running = WorkerProcess.start(limits, clock);
      } catch (IOException e) {
        throw failed(String.valueOf(e.getMessage()), e);
      }
      worker = running;
    }
    return running;
  }

  private static FreshetException failed(String why, @Nullable IOException cause) {
    return new FreshetException(
        ErrorCode.EXTRACTION_FAILED,
        "Cannot read documents: "
            + why
            + ". If this happens again, install the module again with the command in"
            + " extensions/documents/README.md.",
        cause);
  }

  private void discard(int bytes, boolean outOfTime) {
    LOGGER
        .atWarn()
        .addKeyValue("bytes", bytes)
        .addKeyValue("reason", outOfTime ? "out of time" : "ended")
        .log("process that reads documents has ended, the next document starts a new one");
    end();
  }

  private void end() {
    WorkerProcess running = worker;
    worker = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
    clock.shutdownNow();
  }
}
