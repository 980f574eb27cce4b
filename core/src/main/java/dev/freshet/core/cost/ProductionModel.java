package dev.freshet.core.cost;

import java.util.List;

/**
 * What a batch costs, learned from earlier batches: {@code model(tokens) + rest(bytes)}, with the
 * number of tokens per landed byte.
 *
 * <p>Two lines instead of one, because their sizes change independently: with every text in the
 * vector cache the tokens vanish and the bytes stay. The line of the model is kept meanwhile, so
 * that one batch that misses the cache is enough to learn from.
 *
 * @param model seconds of the model by tokens
 * @param rest seconds of everything else by landed bytes
 * @param tokensPerByte tokens the model is asked for per landed byte: the most among the newest
 *     three batches
 * @param coldTokensPerByte what that ratio may become from one batch to the next when nothing is
 *     cached
 * @param slowdown how many times longer the newest batches took than the lines say, at least 1
 */
public record ProductionModel(
    CostModel model,
    CostModel rest,
    double tokensPerByte,
    double coldTokensPerByte,
    double slowdown) {

  /** English text has some four bytes a token; rows add names and punctuation. */
  private static final double TYPICAL_TOKENS_PER_BYTE = 0.25;

  /**
   * Used until something is measured: the bundled model on two cores embeds 25 000 to 40 000 tokens
   * a second; with the ratio above that is some ten seconds for a mebibyte.
   */
  private static final CostModel TYPICAL_MODEL = new CostModel(0, 1 / 26_000.0, 1, 0);

  private static final CostModel NO_REST = new CostModel(0, 1e-9, 1, 0);

  private static final int NEWEST = 3;

  /** One batch that took longer by a smaller factor may be chance, two are not. */
  private static final double HARDLY_CHANCE = 2;

  /**
   * Learns from batches.
   *
   * @param samples the newest last; typical figures replace what they do not tell
   */
  public static ProductionModel of(List<BatchSample> samples) {
    CostModel model =
        CostModel.fit(
                samples.stream()
                    .map(each -> new Timing(each.tokens(), each.modelSeconds()))
                    .toList())
            .orElse(TYPICAL_MODEL);
    CostModel rest =
        CostModel.fit(
                samples.stream().map(each -> new Timing(each.bytes(), each.restSeconds())).toList())
            .orElse(NO_REST);
    double most = mostTokensPerByte(samples);
    double newest =
        samples.isEmpty()
            ? TYPICAL_TOKENS_PER_BYTE
            : mostTokensPerByte(
                samples.subList(Math.max(0, samples.size() - NEWEST), samples.size()));
    return new ProductionModel(
        model,
        rest,
        newest,
        Math.max(most, TYPICAL_TOKENS_PER_BYTE),
        slowdown(model, rest, samples));
  }

  private static double mostTokensPerByte(List<BatchSample> samples) {
    return samples.stream().mapToDouble(BatchSample::tokensPerByte).max().orElse(0);
  }

  private static double slowdown(CostModel model, CostModel rest, List<BatchSample> samples) {
    if (samples.isEmpty()) {
      return 1;
    }
    int last = samples.size() - 1;
    double newest = deviation(model, rest, samples.get(last));
    double before = last == 0 ? 1 : deviation(model, rest, samples.get(last - 1));
    return Math.max(1, newest > HARDLY_CHANCE ? newest : Math.min(newest, before));
  }

  /** How many times longer a batch took than the lines say. */
  double deviation(BatchSample sample) {
    return deviation(model, rest, sample);
  }

  private static double deviation(CostModel model, CostModel rest, BatchSample sample) {
    double predicted = seconds(model, sample.tokens()) + rest.seconds(sample.bytes());
    return sample.totalSeconds() / Math.max(1e-9, predicted);
  }

  private static double seconds(CostModel model, double tokens) {
    return tokens > 0 ? model.seconds(tokens) : 0;
  }

  /** How long a batch of this many landed bytes takes. */
  public double seconds(double bytes) {
    return slowdown * (seconds(model, tokensPerByte * bytes) + rest.seconds(bytes));
  }

  /** How long a batch takes at least, whatever its size. */
  double fixedSeconds() {
    return slowdown * fixedSeconds(tokensPerByte);
  }

  private double fixedSeconds(double ratio) {
    return rest.fixedSeconds() + (ratio > 0 ? model.fixedSeconds() : 0);
  }

  /**
   * Landed bytes that a batch of this many seconds has room for; 0 if not even its fixed costs fit.
   */
  double bytesWithin(double seconds) {
    return bytesWithin(seconds, tokensPerByte);
  }

  /** As {@link #bytesWithin(double)}, if from now on the cache answers nothing. */
  double coldBytesWithin(double seconds) {
    return bytesWithin(seconds, coldTokensPerByte);
  }

  private double bytesWithin(double seconds, double ratio) {
    double perByte = rest.secondsPerUnit() + ratio * model.secondsPerUnit();
    return Math.max(0, (seconds / slowdown - fixedSeconds(ratio)) / perByte);
  }
}
