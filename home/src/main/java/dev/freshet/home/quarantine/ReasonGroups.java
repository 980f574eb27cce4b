package dev.freshet.home.quarantine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts quarantined rows by their reason. Two reasons are the same if they differ only in values:
 * numbers, quoted values and the path of the file. The name of a column is no value, so that two
 * columns with the same problem are two groups. Memory is bounded: rows of more than {@value
 * #GROUPS_MAX} reasons are counted together. Thread-safe.
 */
public final class ReasonGroups {

  private static final int GROUPS_MAX = 100;
  private static final String OTHER = "other reasons";
  private static final String REMOVED = "…";

  /** A named column, which stays, or a value. A quote behind a letter is an apostrophe. */
  private static final Pattern COLUMN_OR_VALUE =
      Pattern.compile("(?<column>columns? '[^']*')|(?<![\\p{L}\\p{N}])'[^']*'|\\d+");

  private final Map<List<String>, Group> groups = new LinkedHashMap<>();

  /**
   * Counts a row.
   *
   * @param reason as it stands in quarantine
   * @param file where the row landed
   * @param line in the file
   * @return whether it is the first row of its group
   */
  public synchronized boolean add(String reason, String file, long line) {
    Split split = Split.of(file.isEmpty() ? reason : reason.replace(file, "the file"));
    Group group = groups.get(split.literals());
    if (group == null && groups.size() >= GROUPS_MAX) {
      split = Split.of(OTHER);
      group = groups.get(split.literals());
    }
    if (group != null) {
      group.add(split.values());
      return false;
    }
    groups.put(split.literals(), new Group(split, file, line));
    return true;
  }

  /** The groups, the largest first; of equal size, the one that was seen first. */
  public synchronized List<ReasonGroup> largestFirst() {
    return groups.values().stream()
        .map(Group::counted)
        .sorted(Comparator.comparingLong(ReasonGroup::count).reversed())
        .toList();
  }

  /**
   * A reason, cut at its values.
   *
   * @param literals the text around the values, one more than there are values
   * @param values in order
   */
  private record Split(List<String> literals, List<String> values) {

    static Split of(String reason) {
      List<String> literals = new ArrayList<>();
      List<String> values = new ArrayList<>();
      int from = 0;
      Matcher matcher = COLUMN_OR_VALUE.matcher(reason);
      while (matcher.find()) {
        if (matcher.group("column") == null) {
          literals.add(reason.substring(from, matcher.start()));
          values.add(matcher.group());
          from = matcher.end();
        }
      }
      literals.add(reason.substring(from));
      return new Split(literals, values);
    }
  }

  /** A group that is being counted. */
  private static final class Group {

    private final List<String> literals;
    private final List<String> values;
    private final String file;
    private final long line;
    private long count = 1;

    Group(Split first, String file, long line) {
      this.literals = first.literals();
      this.values = new ArrayList<>(first.values());
      this.file = file;
      this.line = line;
    }

    void add(List<String> others) {
      count++;
      for (int i = 0; i < values.size(); i++) {
        if (!values.get(i).equals(others.get(i))) {
          values.set(i, REMOVED);
        }
      }
    }

    ReasonGroup counted() {
      StringBuilder reason = new StringBuilder(literals.get(0));
      for (int i = 0; i < values.size(); i++) {
        reason.append(values.get(i)).append(literals.get(i + 1));
      }
      return new ReasonGroup(count, reason.toString(), file, line);
    }
  }
}
