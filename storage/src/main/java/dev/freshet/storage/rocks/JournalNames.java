package dev.freshet.storage.rocks;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects of a {@link RocksJournal} as one listing of their names shows them.
 *
 * <pre>
 * w-NUMBER                       a write, or a claim; numbers are from 1 and have no gaps
 * s-NUMBER-WRITER-PART           a part of a snapshot of all writes through that number
 * s-NUMBER-WRITER-end            put last, so that the snapshot is complete
 * </pre>
 *
 * @param snapshot the newest complete one; its number is 0 if there is none
 * @param writes numbers of the writes and claims, those that a snapshot has among them
 * @param replaced names of the snapshots that the newest complete one replaces
 */
record JournalNames(Snapshot snapshot, NavigableSet<Long> writes, List<String> replaced) {
  private static final Pattern WRITE = Pattern.compile("w-(\\d{19})");
  private static final Pattern SNAPSHOT =
      Pattern.compile("s-(\\d{19})-([0-9a-f-]{36})-(end|\\d{6})");

  /**
   * A snapshot.
   *
   * @param number of the last write in it
   * @param writer who put it
   */
  record Snapshot(long number, String writer) {
    static final Snapshot NONE = new Snapshot(0, "");

    String part(int part) {
      return "s-%019d-%s-%06d".formatted(number, writer, part);
    }

    String end() {
      return "s-%019d-%s-end".formatted(number, writer);
    }
  }

  static String write(long number) {
    return "w-%019d".formatted(number);
  }

  static Snapshot snapshot(long number, UUID writer) {
    return new Snapshot(number, writer.toString());
  }

  static JournalNames of(List<String> names) {
    NavigableSet<Long> writes = new TreeSet<>();
    Snapshot newest = Snapshot.NONE;
    for (String name : names) {
      Matcher write = WRITE.matcher(name);
      Matcher part = SNAPSHOT.matcher(name);
      if (write.matches()) {
        writes.add(Long.parseLong(write.group(1)));
      } else if (part.matches()
          && part.group(3).equals("end")
          && Long.parseLong(part.group(1)) > newest.number()) {
        newest = new Snapshot(Long.parseLong(part.group(1)), part.group(2));
      }
    }
    List<String> replaced = new ArrayList<>();
    for (String name : names) {
      Matcher part = SNAPSHOT.matcher(name);
      if (part.matches()
          && Long.parseLong(part.group(1)) <= newest.number()
          && !(Long.parseLong(part.group(1)) == newest.number()
              && part.group(2).equals(newest.writer()))) {
        replaced.add(name);
      }
    }
    return new JournalNames(newest, writes, replaced);
  }

  boolean isEmpty() {
    return writes.isEmpty() && snapshot.number() == 0;
  }

  /** Number of the last write. */
  long last() {
    return writes.isEmpty() ? snapshot.number() : Math.max(writes.last(), snapshot.number());
  }

  /** Number of the first write that is neither in the snapshot nor there; 0 if none is missing. */
  long missing() {
    long expected = snapshot.number() + 1;
    for (long each : writes.tailSet(expected)) {
      if (each != expected) {
        return expected;
      }
      expected++;
    }
    return 0;
  }

  /**
   * What is not needed any more.
   *
   * @param kept numbers of the claims that stop a writer of before
   */
  List<String> unneeded(Set<Long> kept) {
    List<String> names = new ArrayList<>(replaced);
    for (long each : writes.headSet(snapshot.number(), true)) {
      if (!kept.contains(each)) {
        names.add(write(each));
      }
    }
    return names;
  }
}
