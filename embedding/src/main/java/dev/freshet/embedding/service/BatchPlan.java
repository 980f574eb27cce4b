package dev.freshet.embedding.service;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which texts are sent in one request. Pure.
 *
 * @param maxTexts most texts of a batch, at least 1
 * @param maxTokens most tokens of a batch; a text with more is sent alone
 */
record BatchPlan(int maxTexts, int maxTokens) {

  /** The positions of each batch, in order: {@code positions} cut into runs. */
  List<List<Integer>> batches(List<Integer> positions, int[] tokens) {
    List<List<Integer>> batches = new ArrayList<>();
    List<Integer> batch = new ArrayList<>();
    long sum = 0;
    for (int position : positions) {
      boolean full = batch.size() == maxTexts || sum + tokens[position] > maxTokens;
      if (full && !batch.isEmpty()) {
        batches.add(batch);
        batch = new ArrayList<>();
        sum = 0;
      }
      batch.add(position);
      sum += tokens[position];
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
