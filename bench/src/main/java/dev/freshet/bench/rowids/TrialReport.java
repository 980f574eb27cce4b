package dev.freshet.bench.rowids;

import java.util.List;
import java.util.Map;

/**
 * What a trial saw.
 *
 * @param phase the last one that was begun
 * @param round its number
 * @param stuck why the trial could not go on; empty if it could
 * @param finished whether the last phase was reached and done
 * @param problems how often each kind was seen
 * @param firstSeen when each kind was seen first
 * @param millis durations by call
 * @param figures other numbers
 */
record TrialReport(
    String phase,
    int round,
    String stuck,
    boolean finished,
    Map<String, Integer> problems,
    Map<String, String> firstSeen,
    Map<String, List<Double>> millis,
    Map<String, Double> figures) {

  int problemCount() {
    return problems.values().stream().mapToInt(Integer::intValue).sum();
  }
}
