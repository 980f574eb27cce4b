package dev.freshet.home.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources in the order in which they were opened; closed the other way round, each of them
 * whatever becomes of the others. Not thread-safe.
 */
public final class Owned implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Owned.class);

  private final Deque<AutoCloseable> newestFirst = new ArrayDeque<>();

  /** Takes a resource over, to be closed before those that it has already. */
  public <T extends AutoCloseable> T own(T resource) {
    newestFirst.push(resource);
    return resource;
  }

  /** Closes everything; a failure is logged, since what has been committed stays committed. */
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
            .addKeyValue("resource", resource.getClass().getSimpleName())
            .setCause(e)
            .log("resource did not close");
      }
    }
  }
}
