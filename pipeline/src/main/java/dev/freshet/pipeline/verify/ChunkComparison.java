package dev.freshet.pipeline.verify;

import dev.freshet.core.Chunk;
import dev.freshet.core.vector.StoredChunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the chunks that the vector table holds with those that it must hold. Call {@link
 * #stored} for every stored chunk, then {@link #expect} for every expected one, then {@link
 * #finish}. It needs some 250 bytes of heap per stored chunk and keeps no texts. Not thread-safe.
 */
final class ChunkComparison {

  private final Map<String, Held> unmatched = new HashMap<>();
  private final List<String> samples = new ArrayList<>();
  private final String fingerprint;
  private final int maxSamples;
  private long expected;
  private long missing;
  private long stale;
  private long duplicate;

  /** The parts of a stored chunk that are compared; kept small, since there is one per chunk. */
  private record Held(long version, String contentHash, String fingerprint, boolean hasVector) {}

  /**
   * @param fingerprint embedding fingerprint that every chunk must have
   */
  ChunkComparison(String fingerprint, int maxSamples) {
    this.fingerprint = fingerprint;
    this.maxSamples = maxSamples;
  }

  void stored(StoredChunk chunk) {
    String by = chunk.fingerprint().equals(fingerprint) ? fingerprint : chunk.fingerprint();
    Held held = new Held(chunk.recordVersion(), chunk.contentHash(), by, chunk.hasVector());
    if (unmatched.put(chunk.id(), held) != null) {
      duplicate++;
      sample("duplicate: chunk " + chunk.id() + " is there more than once");
    }
  }

  void expect(Chunk chunk) {
    expected++;
    Held stored = unmatched.remove(chunk.id());
    if (stored == null) {
      missing++;
      sample("missing: chunk " + chunk.id() + " of version " + chunk.recordVersion());
      return;
    }
    String difference = difference(stored, chunk);
    if (difference != null) {
      stale++;
      sample("stale: chunk " + chunk.id() + " " + difference);
    }
  }

  private @Nullable String difference(Held stored, Chunk wanted) {
    if (stored.version() != wanted.recordVersion()) {
      return "has version " + stored.version() + ", must have " + wanted.recordVersion();
    }
    if (!stored.contentHash().equals(wanted.contentHash())) {
      return "has another text than version " + wanted.recordVersion();
    }
    if (!stored.fingerprint().equals(fingerprint)) {
      return "was embedded by " + stored.fingerprint() + ", must be by " + fingerprint;
    }
    return stored.hasVector() ? null : "has no vector that a search can find";
  }

  /** Counts what was not expected, and returns all counts. */
  VerifyReport.ChunkCheck finish() {
    unmatched.entrySet().stream()
        .limit(maxSamples)
        .forEach(
            each ->
                sample("extra: chunk " + each.getKey() + " of version " + each.getValue().version));
    return new VerifyReport.ChunkCheck(expected, missing, unmatched.size(), stale, duplicate);
  }

  private void sample(String difference) {
    if (samples.size() < maxSamples) {
      samples.add(difference);
    }
  }

  List<String> samples() {
    return samples;
  }
}
