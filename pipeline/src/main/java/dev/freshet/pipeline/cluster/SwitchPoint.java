package dev.freshet.pipeline.cluster;

/**
 * How much work is worth a task on an executor. Work for less than two tasks stays on the driver.
 *
 * @param tokensPerTask fewest tokens a task embeds
 * @param rowsPerTask fewest rows a task writes, which are also the rows of one fragment
 */
public record SwitchPoint(long tokensPerTask, int rowsPerTask) {

  /**
   * A task embeds for about a second, and a Spark job costs the 40 to 90 ms of its round trip: less
   * than a tenth. The default model embeds 15 000 tokens in a second on one core. With a slower
   * model the share of the round trip is smaller; a model of microseconds a text has no recipe.
   *
   * <p>Rows are different: the driver writes 50 000 in about 0.6 s, and sending them costs more
   * than writing them. Two executors on the driver's own cores took 1.8 times as long for 50 000
   * rows and at least 4 times as long for 2 000. So only batches that took minutes to embed are
   * distributed: there the cost is a hundredth of the embedding, and more than two machines can win
   * it back. See {@code docs/adr/0019-embedding-on-executors.md}.
   */
  static final SwitchPoint STANDARD = new SwitchPoint(15_000, 25_000);

  public SwitchPoint {
    if (tokensPerTask < 1 || rowsPerTask < 1) {
      throw new IllegalArgumentException(
          "Invalid switch point: %d tokens, %d rows".formatted(tokensPerTask, rowsPerTask));
    }
  }
}
