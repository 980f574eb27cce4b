package dev.freshet.cli.demo;

import dev.freshet.core.DaemonThreads;
import dev.freshet.core.vector.Hit;
import dev.freshet.demo.corpus.DemoQuestion;
import dev.freshet.demo.feed.FeedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the demo's questions whenever a release is complete in the landing zone, and prints how the
 * answers change. It has its own thread, so that asking never delays the feed.
 */
final class QuestionDesk implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final DemoSearch search;
  private final Supplier<Optional<Instant>> asOf;
  private final DemoConsole console;
  private final Map<DemoQuestion, String> answers = new HashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(DaemonThreads.named("demo-questions"));

  /**
   * @param asOf the time up to which everything that landed is searchable
   */
  QuestionDesk(DemoSearch search, Supplier<Optional<Instant>> asOf, DemoConsole console) {
    this.search = search;
    this.asOf = asOf;
    this.console = console;
  }

  /** Asks the questions whose answers a release changes, once the release is searchable. */
  void releaseLanded(FeedFile last) {
    thread.execute(() -> ask(last));
  }

  private void ask(FeedFile last) {
    try {
      boolean searchable = awaitSearchable(last.landedAt());
      console.releaseSearchable(
          last.release(), Duration.between(last.landedAt(), Instant.now()), searchable);
      for (DemoQuestion question : questions(last.release())) {
        Optional<String> answer = search.best(question.text()).map(Hit::key);
        Optional<String> before = Optional.ofNullable(answers.get(question));
        if (answer.isPresent() && !answer.equals(before)) {
          answers.put(question, answer.get());
          console.answer(question.text(), before, answer.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      console.problem("Cannot ask about release " + last.release() + ": " + e.getMessage());
    }
  }

  /** All questions for the first release, then those whose answers change. */
  private List<DemoQuestion> questions(String release) {
    return answers.isEmpty()
        ? DemoQuestion.ALL
        : DemoQuestion.ALL.stream().filter(question -> question.changesAt(release)).toList();
  }

  private boolean awaitSearchable(Instant landedAt) throws InterruptedException {
    Instant deadline = Instant.now().plus(LONGEST_WAIT);
    while (Instant.now().isBefore(deadline)) {
      if (asOf.get().filter(known -> known.isAfter(landedAt)).isPresent()) {
        return true;
      }
      Thread.sleep(PAUSE.toMillis());
    }
    return false;
  }

  /** Waits at most five seconds for the questions that are being asked. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
