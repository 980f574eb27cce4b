package dev.freshet.home.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes resources in the reverse order of their opening, each of them even if closing another one
 * fails. Not thread-safe.
 */
public final class Owned implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Owned.class);

  private final Deque<AutoCloseable> newestFirst = new ArrayDeque<>();

  /** Adds a resource, which is closed before those that were added earlier. */
  public <T extends AutoCloseable> T own(T resource) {
    newestFirst.push(resource);
    return resource;
  }

  /** Closes everything. A failure is logged only, since what was committed stays committed. */
  @Override
  public void close() {
    while (!newestFirst.isEmpty()) {
      AutoCloseable resource = newestFirst.pop();
      try {
        resource.close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOGGER
            .atWarn()
            .addKeyValue("task", resource.getClass().getSimpleName())
            .setCause(e)
            .log("resource did not close");
      }
    }
  }
}
