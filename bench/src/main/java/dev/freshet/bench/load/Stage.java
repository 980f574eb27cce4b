package dev.freshet.bench.load;

import dev.freshet.bench.rig.LatencySample;
import java.util.Locale;

/**
 * A way of asking.
 *
 * @param clients that ask at the same time, or that are there to
 * @param perSecond arrivals a second, whether or not earlier ones are answered; 0 if every client
 *     asks again as soon as it is answered
 */
record Stage(int clients, double perSecond) {

  static Stage closed(int clients) {
    return new Stage(clients, 0);
  }

  static Stage open(int clients, double perSecond) {
    return new Stage(clients, perSecond);
  }

  boolean isOpen() {
    return perSecond > 0;
  }

  String label() {
    return isOpen()
        ? String.format(Locale.ROOT, "open, %.0f/s", perSecond)
        : clients + (clients == 1 ? " client" : " clients");
  }

  /**
   * What it gave.
   *
   * @param latency of the answers; in an open loop from when a question was due
   * @param perSecond answers a second
   * @param unanswered questions that were due and not asked within the limit; {@code latency}
   *     counts them with the time they had waited by then
   */
  record Figures(Stage stage, LatencySample latency, double perSecond, int unanswered) {}
}
