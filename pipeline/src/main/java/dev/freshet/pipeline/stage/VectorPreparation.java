package dev.freshet.pipeline.stage;

import dev.freshet.core.error.FailureClass;
import dev.freshet.core.error.FreshetException;
import dev.freshet.core.vector.StagedRows;
import dev.freshet.core.vector.VectorTableWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts, embeds and stages the changes of a batch. If that fails for a reason that depends on the
 * data, the changes at fault are found by halves and refused, and all others go on. A model or a
 * table that fails with a harmless change too is itself at fault, and nothing is refused.
 *
 * @param vectors where rows are staged; nothing of them is visible before a commit
 */
record VectorPreparation(ChangeEmbedder embedder, VectorTableWriter vectors) {

  private static final Logger LOGGER = LoggerFactory.getLogger(VectorPreparation.class);

  /**
   * Changes that are ready for a commit.
   *
   * @param embedded the changes at fault are among its refused
   * @param embeddedAt when the model had answered
   */
  record Prepared(ChangeEmbedder.Embedded embedded, Instant embeddedAt, StagedRows staged) {}

  /**
   * Prepares changes.
   *
   * @throws RuntimeException a failure that does not depend on single changes
   */
  Prepared prepare(Collection<AcceptedChange> changes, InstantSource clock) {
    try {
      return attempt(changes, clock);
    } catch (RuntimeException | StackOverflowError e) {
      if (FailureClass.of(e) != FailureClass.ISOLATE) {
        throw e;
      }
      return withoutCulprits(List.copyOf(changes), clock, e);
    }
  }

  private Prepared attempt(Collection<AcceptedChange> changes, InstantSource clock) {
    ChangeEmbedder.Embedded embedded = embedder.embed(changes);
    Instant embeddedAt = clock.instant();
    return new Prepared(embedded, embeddedAt, vectors.stage(embedded.rows()));
  }

  private Prepared withoutCulprits(
      List<AcceptedChange> changes, InstantSource clock, Throwable failure) {
    Map<AcceptedChange, Throwable> culprits =
        new Culprits<AcceptedChange>(part -> attempt(part, clock)).among(changes);
    if (!culprits.isEmpty()) {
      requireHarmlessToPass(clock, failure);
      report(culprits);
    }
    Set<AcceptedChange> atFault = culprits.keySet();
    Prepared rest =
        attempt(changes.stream().filter(change -> !atFault.contains(change)).toList(), clock);
    Map<String, String> refused = new LinkedHashMap<>(rest.embedded.refused());
    culprits.forEach((change, own) -> refused.put(change.recordKey(), reason(own)));
    return new Prepared(rest.embedded.refusing(refused), rest.embeddedAt, rest.staged);
  }

  /** If a word without metadata fails as well, the fault is not in the changes. */
  private void requireHarmlessToPass(InstantSource clock, Throwable failure) {
    try {
      attempt(List.of(AcceptedChange.harmless()), clock);
    } catch (RuntimeException | StackOverflowError e) {
      if (e != failure) {
        e.addSuppressed(failure);
      }
      throw e;
    }
  }

  private static void report(Map<AcceptedChange, Throwable> culprits) {
    Map.Entry<AcceptedChange, Throwable> first = culprits.entrySet().iterator().next();
    LOGGER
        .atError()
        .addKeyValue("records", culprits.size())
        .addKeyValue("path", first.getKey().landed().row().path())
        .addKeyValue("line", first.getKey().landed().row().line())
        .addKeyValue("error", at(first.getValue()))
        .log("records cannot be embedded or staged, quarantined");
  }

  private static String reason(Throwable failure) {
    return "Cannot embed or stage the record: that failed with "
        + at(failure)
        + ", whenever the record took part and only then. The record is not searchable until an"
        + " event with another text or other metadata lands. Report it as a defect.";
  }

  /** Without the messages of other libraries, which may quote the record. */
  private static String at(Throwable failure) {
    if (failure instanceof FreshetException own) {
      return own.code().name();
    }
    StackTraceElement[] trace = failure.getStackTrace();
    return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
