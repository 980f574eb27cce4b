package dev.freshet.embedding.service;

import dev.freshet.core.embed.EmbedOutcome;
import dev.freshet.core.embed.InputType;
import dev.freshet.core.embed.UnitVector;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds the texts that a service refuses: a refused batch is halved until the refused text is
 * alone, so that the others get their vectors. Before the first text of a call is rejected, the
 * service must accept a harmless one: otherwise it refuses everything, and all data would end in
 * quarantine. For one call of {@code embed}; its batches may run at the same time.
 */
final class PoisonIsolation {

  /** No service has a reason to refuse this text. */
  static final String HARMLESS_TEXT = "freshet";

  private final PatientService service;
  private final int dimension;
  private final InputType type;
  private final Duration patience;
  private final AtomicBoolean takesHarmlessText = new AtomicBoolean();

  PoisonIsolation(PatientService service, int dimension, InputType type, Duration patience) {
    this.service = service;
    this.dimension = dimension;
    this.type = type;
    this.patience = patience;
  }

  /** One outcome per text, in order. */
  List<EmbedOutcome> embed(List<String> texts) throws InterruptedException {
    ServiceReply reply = service.call(texts, type, patience);
    if (reply instanceof ServiceReply.Vectors answered) {
      return outcomes(texts, answered.vectors());
    }
    ServiceReply.Refused refused = (ServiceReply.Refused) reply;
    if (texts.size() == 1) {
      return List.of(rejected(refused));
    }
    service.split();
    int half = texts.size() / 2;
    List<EmbedOutcome> outcomes = new ArrayList<>(embed(texts.subList(0, half)));
    outcomes.addAll(embed(texts.subList(half, texts.size())));
    return outcomes;
  }

  private List<EmbedOutcome> outcomes(List<String> texts, List<float[]> vectors)
      throws InterruptedException {
    List<EmbedOutcome> outcomes = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      outcomes.add(outcome(texts, i, vectors.get(i)));
    }
    return outcomes;
  }

  private EmbedOutcome outcome(List<String> texts, int i, float[] vector)
      throws InterruptedException {
    if (vector.length != dimension) {
      throw new FreshetException(
          ErrorCode.FINGERPRINT_MISMATCH,
          "Cannot embed with %s: its vectors have %d components now and had %d, so it runs another model. Bring the model back; or stop `run`, remove the directory of the vector table and start `run` again, which embeds every record with the new model."
              .formatted(service.name(), vector.length, dimension));
    }
    Optional<float[]> unit = UnitVector.of(vector);
    if (unit.isPresent()) {
      return new EmbedOutcome.Embedded(unit.get());
    }
    // Another text of the batch may have caused an overflow: try this text alone before rejecting
    // it.
    return texts.size() > 1
        ? embed(List.of(texts.get(i))).get(0)
        : new EmbedOutcome.Rejected(
            "%s gives no direction for this text: its vector is zero or not finite"
                .formatted(service.name()));
  }

  private EmbedOutcome rejected(ServiceReply.Refused refused) throws InterruptedException {
    if (!takesHarmlessText.get()) {
      if (service.call(List.of(HARMLESS_TEXT), type, patience)
          instanceof ServiceReply.Refused everything) {
        throw new FreshetException(
            ErrorCode.EMBEDDING_FAILED,
            "Cannot embed with %s: it refuses every text, a single word included: %s. See what changed in the service, then repeat the call."
                .formatted(service.name(), everything.why()));
      }
      takesHarmlessText.set(true);
    }
    return new EmbedOutcome.Rejected(
        "%s refuses this text: %s".formatted(service.name(), refused.why()));
  }
}
