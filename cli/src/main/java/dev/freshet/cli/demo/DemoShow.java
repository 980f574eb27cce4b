package dev.freshet.cli.demo;

import dev.freshet.cli.wiring.EarlyStart;
import dev.freshet.cli.wiring.ServedAddress;
import dev.freshet.cli.wiring.Wiring;
import dev.freshet.core.DaemonThreads;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.Embedder;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.demo.corpus.DemoCorpus;
import dev.freshet.demo.corpus.Release;
import dev.freshet.demo.feed.ChangeFeed;
import dev.freshet.demo.feed.FeedEnd;
import dev.freshet.demo.feed.FeedFile;
import dev.freshet.demo.feed.FeedListener;
import dev.freshet.demo.feed.FeedPace;
import dev.freshet.demo.feed.FeedPlan;
import dev.freshet.home.PipelineHome;
import dev.freshet.home.process.ProcessSupervisor;
import dev.freshet.home.process.StopOnShutdown;
import dev.freshet.home.report.FreshnessWindow;
import dev.freshet.home.report.RunStatus;
import dev.freshet.home.report.WindowFreshness;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.run.IngestPipeline;
import dev.freshet.pipeline.run.RunSummary;
import dev.freshet.storage.location.Location;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the demo: a pipeline and a change feed side by side, and verification at the end. */
final class DemoShow {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final Path file;
  private final FreshetConfig config;
  private final ServedAddress address;
  private final DemoCorpus corpus;
  private final DemoConsole console;
  private final PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
  private final CountDownLatch stop = new CountDownLatch(1);

  /**
   * @param file the configuration that {@code config} was read from
   * @param address where searches are answered
   */
  DemoShow(
      Path file,
      FreshetConfig config,
      ServedAddress address,
      DemoCorpus corpus,
      DemoConsole console) {
    this.file = file;
    this.config = config;
    this.address = address;
    this.corpus = corpus;
    this.console = console;
  }

  /**
   * The result of the demo.
   *
   * @param equal whether the index holds what Gold says, and what a replay of what landed says
   */
  record Outcome(RunSummary run, WindowFreshness freshness, boolean equal) {}

  /**
   * Runs until {@code duration} is over or the process is stopped.
   *
   * @param duration of the feed
   * @param ends whether to end with it; otherwise only when the process is stopped
   */
  Outcome run(Duration duration, boolean ends) {
    long started = System.nanoTime();
    CompletableFuture<List<Release>> releases = CompletableFuture.supplyAsync(corpus::read);
    Wiring wiring = new Wiring(config);
    try (StopOnShutdown lifeline = StopOnShutdown.register(stop::countDown);
        EarlyStart early = wiring.startEarly();
        Embedder embedder = wiring.openEmbedder()) {
      IngestPipeline pipeline = wiring.pipeline(embedder, DocumentExtractor.none(), metrics);
      CompletableFuture<RunSummary> run = startPipeline(pipeline);
      try (ProcessSupervisor optimize = wiring.superviseOptimize(file, pipeline, metrics)) {
        awaitReady(pipeline, run);
        try (ProcessSupervisor server = serve(wiring)) {
          FeedPlan plan = FeedPlan.of(join(releases, START_LIMIT), duration, FeedPace.laptop());
          console.ready(sinceNanos(started), plan);
          play(plan, embedder, run, ends ? duration : Duration.ofDays(3650));
        }
      } finally {
        pipeline.stop();
      }
      RunSummary summary = join(run, STOP_LIMIT);
      WindowFreshness freshness = metrics.freshness(FreshnessWindow.DEFAULT);
      draw(freshness);
      return new Outcome(summary, freshness, verify(wiring, embedder));
    }
  }

  /**
   * Starts the search server and tells where it is. Waits until it listens: its start would take
   * the processor from the first batches.
   */
  private ProcessSupervisor serve(Wiring wiring) {
    ProcessSupervisor server =
        wiring.superviseServe(file, address.port(), Optional.of(config.layout().serveLog()));
    try {
      if (address.awaitListening(() -> server.isOver() || stop.getCount() == 0)) {
        console.serving(address.url());
      } else if (server.isOver()) {
        console.problem("no search server: see " + config.layout().serveLog());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return server;
  }

  private static CompletableFuture<RunSummary> startPipeline(IngestPipeline pipeline) {
    CompletableFuture<RunSummary> result = new CompletableFuture<>();
    DaemonThreads.unstarted(
            "demo-pipeline",
            () -> {
              try {
                result.complete(pipeline.run(false));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            })
        .start();
    return result;
  }

  private void awaitReady(IngestPipeline pipeline, CompletableFuture<RunSummary> run) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try {
      while (!pipeline.awaitReady(Duration.ofMillis(200))) {
        if (run.isDone() || stop.getCount() == 0) {
          return;
        }
        if (System.nanoTime() > deadline) {
          throw new FreshetException(
              ErrorCode.INTERNAL,
              "Cannot start the demo: the pipeline was not ready within "
                  + START_LIMIT.toSeconds()
                  + " s. Try again when the machine is less busy.");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void play(
      FeedPlan plan, Embedder embedder, CompletableFuture<RunSummary> run, Duration duration) {
    if (run.isDone()) {
      return;
    }
    long end = System.nanoTime() + duration.toNanos();
    PipelineHome home = new PipelineHome(config);
    try (VectorTableReader reader = new Wiring(config).openReader();
        QuestionDesk questions =
            new QuestionDesk(
                new DemoSearch(embedder, reader),
                () -> home.report().map(RunStatus::asOf),
                console);
        ChangeFeed feed =
            ChangeFeed.start(
                plan,
                ((Location.Local) config.source().location()).path(),
                new FeedProgress(questions))) {
      while (!run.isDone() && System.nanoTime() < end) {
        if (stop.await(100, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where the time went, as a picture beside the configuration. */
  private void draw(WindowFreshness freshness) {
    if (freshness.terms() == null) {
      return;
    }
    Path picture = file.resolveSibling("freshness.svg");
    try {
      Files.writeString(picture, new FreshnessPicture(freshness.window(), freshness.terms()).svg());
      console.say("where the time went: " + picture);
    } catch (IOException e) {
      console.problem("Cannot draw where the time went: " + picture + " cannot be written: " + e);
    }
  }

  private static boolean verify(Wiring wiring, Embedder embedder) {
    try (VectorTableReader reader = wiring.openReader()) {
      return wiring.verifier(embedder, reader).verify().equal()
          && wiring.deepVerifier(embedder, reader).verify().equal();
    }
  }

  private static Duration sinceNanos(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** The result, or the failure as it was thrown. */
  private static <T> T join(CompletableFuture<T> result, Duration limit) {
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new FreshetException(
          ErrorCode.INTERNAL,
          "Cannot continue the demo: a step took longer than "
              + limit.toSeconds()
              + " s. Try again when the machine is less busy.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Prints what the feed does, and starts the questions when a release is complete. */
  private final class FeedProgress implements FeedListener {

    private final QuestionDesk questions;

    FeedProgress(QuestionDesk questions) {
      this.questions = questions;
    }

    @Override
    public void fileLanded(FeedFile file) {
      console.landed(file, metrics.freshness(FreshnessWindow.DEFAULT));
      if (file.completesRelease()) {
        questions.releaseLanded(file);
      }
    }

    @Override
    public void ended(FeedEnd end) {
      if (end instanceof FeedEnd.Failed failed) {
        console.problem(String.valueOf(failed.cause().getMessage()));
      } else if (end instanceof FeedEnd.Completed) {
        console.feedOver(((Location.Local) config.source().location()).path());
      }
    }
  }
}
