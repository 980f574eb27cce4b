package dev.freshet.bench.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JVM's own account of its heap, as {@code -Xlog:gc} writes it (JEP 271). */
final class HeapLog {

  /** Such as {@code [1.234s][info][gc] GC(3) Pause Young (...) 312M->45M(989M) 12.3ms}. */
  private static final Pattern COLLECTION =
      Pattern.compile("^\\[([0-9.]+)s\\].*\\s\\d+M->(\\d+)M\\(");

  private HeapLog() {}

  /** Used megabytes after each collection, by seconds since the JVM started. */
  static Map<Double, Long> read(Path log) throws IOException {
    Map<Double, Long> used = new TreeMap<>();
    for (String line : Files.readAllLines(log)) {
      Matcher collection = COLLECTION.matcher(line);
      if (collection.find()) {
        used.put(Double.parseDouble(collection.group(1)), Long.parseLong(collection.group(2)));
      }
    }
    return used;
  }
}
