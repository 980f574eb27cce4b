package dev.freshet.core.cost;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;

/** A pipeline on a machine with known costs: it admits a batch, measures it and learns from it. */
final class SimulatedMachine {

  static final long HEAP_BYTES = 6L << 20;

  final BatchAdmission admission =
      BatchAdmission.of(Duration.ofSeconds(2), HEAP_BYTES, OptionalLong.empty());
  private final BatchHistory history = new BatchHistory();
  private final Random random;
  double fixed = 0.15;
  double perToken = 1 / 32_000.0;
  double perByte = 1e-7;
  double tokensPerByte = 0.2;
  double noise = 0.1;
  private long last;

  SimulatedMachine(long seed) {
    random = new Random(seed);
  }

  /** One batch and its costs. */
  record Step(BatchAdmission.Admitted admitted, long bytes, double seconds) {}

  ProductionModel model() {
    return ProductionModel.of(history.samples());
  }

  /** Runs one batch from the waiting bytes. */
  Step batch(long waiting) {
    BatchAdmission.Admitted admitted = admission.decide(model(), last, waiting);
    long bytes = Math.min(waiting, admitted.bytes());
    long tokens = (long) (bytes * tokensPerByte);
    double disturbed = 1 + noise * random.nextDouble();
    double asked = tokens == 0 ? 0 : (0.008 + tokens * perToken) * disturbed;
    double total = asked + (fixed + bytes * perByte) * disturbed;
    history.add(new BatchSample(bytes, tokens, asked, total));
    last = bytes;
    return new Step(admitted, bytes, total);
  }
}
