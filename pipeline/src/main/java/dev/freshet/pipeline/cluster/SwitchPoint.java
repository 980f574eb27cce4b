package dev.freshet.pipeline.cluster;

/**
 * What is worth a task on an executor. Work for less than two tasks stays on the driver.
 *
 * @param tokensPerTask fewest tokens a task embeds
 * @param rowsPerTask fewest rows a task writes, which are also the rows of one fragment
 */
public record SwitchPoint(long tokensPerTask, int rowsPerTask) {

  /**
   * A task embeds for about a second, and a Spark job costs the 40 to 90 ms of its round trip: less
   * than a tenth. 15 000 tokens are what the default model embeds in a second on one core. Slower
   * models only make the share smaller; models of microseconds a text have no recipe.
   *
   * <p>Rows are another matter: the driver writes 50 000 in about 0.6 s, and sending them costs
   * more than writing them. With two executors on the driver's own cores that took 1.8 times as
   * long for 50 000 rows, 4 times and more for 2 000. So only batches that took minutes to embed
   * are spread, where the cost is a hundredth of that and more machines than two can win it back.
   * See {@code docs/adr/0019-embedding-on-executors.md}.
   */
  public static final SwitchPoint STANDARD = new SwitchPoint(15_000, 25_000);

  public SwitchPoint {
    if (tokensPerTask < 1 || rowsPerTask < 1) {
      throw new IllegalArgumentException(
          "Invalid switch point: %d tokens, %d rows".formatted(tokensPerTask, rowsPerTask));
    }
  }
}
