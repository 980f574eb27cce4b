package dev.freshet.pipeline.executor;

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
   * <p>Rows cost far less to write than to embed: about 10 ms a thousand, and sending them costs as
   * much again. Below 20 000 rows the driver is done before a job has begun to pay.
   */
  public static final SwitchPoint STANDARD = new SwitchPoint(15_000, 10_000);

  public SwitchPoint {
    if (tokensPerTask < 1 || rowsPerTask < 1) {
      throw new IllegalArgumentException(
          "Invalid switch point: %d tokens, %d rows".formatted(tokensPerTask, rowsPerTask));
    }
  }
}
