package dev.freshet.pipeline.metrics;

/**
 * Where the vectors of a batch's chunks came from: {@code cut = embedded + cached + repeated +
 * rejected}.
 *
 * @param cut chunks of the accepted documents, also of those that are left out for a rejected one
 * @param embedded texts the model embedded
 * @param cached texts that were embedded before
 * @param repeated chunks whose text an earlier chunk of the batch has
 * @param rejected texts the model rejected
 */
public record ChunkCounts(long cut, long embedded, long cached, long repeated, long rejected) {

  /** The counts of a batch without chunks. */
  static final ChunkCounts NONE = new ChunkCounts(0, 0, 0, 0, 0);
}
