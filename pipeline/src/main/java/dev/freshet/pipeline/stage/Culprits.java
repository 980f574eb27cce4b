package dev.freshet.pipeline.stage;

import dev.freshet.core.error.FailureClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the elements at which a task fails, by halves. A task that failed for a reason that passes
 * has no culprits: each is found by a second failure of the task with it alone.
 *
 * @param task tried with a part of the elements; its effects must not matter
 */
record Culprits<T>(Consumer<List<T>> task) {

  /**
   * Every element with which the task fails alone, with the failure. Empty if it fails with none,
   * or only with several together.
   *
   * @throws RuntimeException a failure of the task that does not depend on the data
   */
  Map<T, Throwable> among(List<T> elements) {
    Map<T, Throwable> found = new LinkedHashMap<>();
    halves(elements, found);
    return found;
  }

  private void halves(List<T> elements, Map<T, Throwable> found) {
    if (elements.size() > 1) {
      int half = elements.size() / 2;
      part(elements.subList(0, half), found);
      part(elements.subList(half, elements.size()), found);
    } else if (!elements.isEmpty()) {
      part(elements, found);
    }
  }

  private void part(List<T> elements, Map<T, Throwable> found) {
    Optional<Throwable> failure = failure(elements);
    if (failure.isEmpty()) {
      return;
    }
    if (elements.size() > 1) {
      halves(elements, found);
    } else {
      failure(elements).ifPresent(again -> found.put(elements.get(0), again));
    }
  }

  private Optional<Throwable> failure(List<T> elements) {
    try {
      task.accept(elements);
      return Optional.empty();
    } catch (RuntimeException | StackOverflowError e) {
      if (FailureClass.of(e) != FailureClass.ISOLATE) {
        throw e;
      }
      return Optional.of(e);
    }
  }
}
