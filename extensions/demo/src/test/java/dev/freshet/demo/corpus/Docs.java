package dev.freshet.demo.corpus;

import dev.freshet.demo.corpus.DocRecord.Kind;
import dev.freshet.demo.corpus.DocRecord.Subject;
import java.util.ArrayList;
import java.util.List;

/** Records and releases for tests. */
public final class Docs {

  private Docs() {}

  public static DocRecord method(String name, String body, String release) {
    return new DocRecord(
        "lib.Type#" + name + "()",
        new Subject(Kind.METHOD, "lib.Type", name, "void Type." + name + "()"),
        new DocText(body, null, false),
        release);
  }

  public static Release release(String version, DocRecord... records) {
    return new Release(version, List.of(records), List.of());
  }

  /** A release of {@code count} methods, all of which read differently from those of others. */
  public static Release sized(String version, int count) {
    List<DocRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(method(String.format("m%05d", i), "as of " + version, version));
    }
    return new Release(version, records, List.of());
  }
}
