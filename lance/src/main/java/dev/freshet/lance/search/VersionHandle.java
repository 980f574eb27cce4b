package dev.freshet.lance.search;

import java.util.concurrent.atomic.AtomicInteger;
import org.lance.Dataset;

/** The native handle of one version, with its users: the last one who closes it closes it. */
final class VersionHandle implements AutoCloseable {

  private final Dataset dataset;
  private final AtomicInteger users = new AtomicInteger(1);

  /** Owns {@code dataset} from now on, for one user. */
  VersionHandle(Dataset dataset) {
    this.dataset = dataset;
  }

  Dataset dataset() {
    return dataset;
  }

  /** Keeps the handle open for one more user, who closes it too. */
  void share() {
    users.incrementAndGet();
  }

  @Override
  public void close() {
    if (users.decrementAndGet() == 0) {
      dataset.close();
    }
  }
}
