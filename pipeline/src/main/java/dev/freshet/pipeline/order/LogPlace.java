package dev.freshet.pipeline.order;

import java.util.List;

/**
 * A place in one log. Numbers are compared without a sign, the first one first.
 *
 * @param log names the log, such as {@code postgresql/shop}; places of two logs have no order
 * @param branch what the numbers belong to, such as a GTID source; places of two branches of one
 *     log have no order; empty if the log has no branches
 * @param commit the numbers that order transactions as they were committed
 * @param within the numbers that order the changes of one transaction
 * @param commitAtLeast whether {@code commit} is only a lower bound that says nothing about
 *     transactions that were open when a snapshot was taken, as where PostgreSQL's connector knows
 *     no earlier commit
 */
public record LogPlace(
    String log, String branch, List<Long> commit, List<Long> within, boolean commitAtLeast) {

  public LogPlace {
    commit = List.copyOf(commit);
    within = List.copyOf(within);
  }

  /** A place whose commit is known. */
  public static LogPlace of(String log, String branch, List<Long> commit, List<Long> within) {
    return new LogPlace(log, branch, commit, within, false);
  }

  boolean sameLog(LogPlace other) {
    return log.equals(other.log);
  }

  boolean sameBranch(LogPlace other) {
    return branch.equals(other.branch);
  }

  int compareCommit(LogPlace other) {
    return compare(commit, other.commit);
  }

  int compareWithin(LogPlace other) {
    return compare(within, other.within);
  }

  /** Numbers that only one of the two has do not count. */
  private static int compare(List<Long> left, List<Long> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = Long.compareUnsigned(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
