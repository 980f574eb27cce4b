package dev.freshet.autoloader.reader;

import dev.freshet.autoloader.compression.UnsuitableContentException;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.CloudFilesFormat;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Finds the files of a batch with a record of text that would not fit into memory several times
 * over, as a reader of Spark needs it. Only files that are large enough for that are read, by
 * tasks.
 *
 * @param format of the files
 * @param landing how they are reached
 * @param maxBytes of a record
 */
public record LongRecords(SparkFormat format, LandingAccess landing, int maxBytes) {
  private static final int PART_OF_THE_HEAP = 16;

  /** With the limit that suits the heap of this process. */
  public static LongRecords of(SparkFormat format, LandingAccess landing) {
    long most = Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP;
    return new LongRecords(format, landing, (int) Math.min(most, Integer.MAX_VALUE / 2));
  }

  /** Why which of these files are refused, by their paths. */
  public Map<String, String> in(Map<String, FileStatus> landed) {
    List<Look> looks = new ArrayList<>();
    if (isOfLines() || format.name() == CloudFilesFormat.XML) {
      landed.forEach(
          (path, status) -> {
            if (LongLines.mayHaveOne(path, status.getLen(), maxBytes)) {
              looks.add(new Look(landing, path, status.getLen(), maxBytes, mark()));
            }
          });
    }
    Map<String, String> refused = new TreeMap<>();
    if (!looks.isEmpty()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(format.session().sparkContext());
      List<String> reasons = spark.parallelize(looks, looks.size()).map(Look::reason).collect();
      for (int i = 0; i < reasons.size(); i++) {
        if (!reasons.get(i).isEmpty()) {
          refused.put(looks.get(i).path(), reasons.get(i));
        }
      }
    }
    return refused;
  }

  /** With {@code multiLine} a record ends where its syntax says so, and the file bounds it. */
  private boolean isOfLines() {
    return switch (format.name()) {
      case CSV, JSON -> !isOn("multiLine");
      case TEXT -> !isOn("wholetext");
      default -> false;
    };
  }

  private boolean isOn(String option) {
    return format.option(option).filter(Boolean::parseBoolean).isPresent();
  }

  /** What stands between two records; empty for the ends of lines. */
  private String mark() {
    return format.name() == CloudFilesFormat.XML
        ? "<" + format.option("rowTag").orElse("ROW")
        : format.option("lineSep").filter(text -> !text.isBlank()).orElse("");
  }

  private record Look(
      LandingAccess landing, String path, long landedBytes, int maxBytes, String mark)
      implements Serializable {

    /** Why the file is refused; empty if it is not. */
    String reason() {
      try {
        if (mark.isEmpty()) {
          LongLines.requireNone(landing, path, landedBytes, maxBytes);
        } else {
          LongLines.requireNone(landing, path, landedBytes, maxBytes, mark);
        }
        return "";
      } catch (UnsuitableContentException e) {
        return e.getMessage();
      } catch (IOException e) {
        return ""; // The reader meets this too, and says what it means.
      }
    }
  }
}
