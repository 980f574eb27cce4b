package dev.freshet.demo.corpus;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The documentation of one release.
 *
 * @param version the release as the library names it
 * @param records what it documents, ordered by id, each id once
 * @param skipped what of the jar could not be used: files the parser did not understand, and
 *     declarations whose id another one already had
 */
public record Release(String version, List<DocRecord> records, List<String> skipped) {

  public Release {
    records = List.copyOf(records);
    skipped = List.copyOf(skipped);
    Set<String> ids = new LinkedHashSet<>();
    for (DocRecord record : records) {
      if (!ids.add(record.id())) {
        throw new IllegalArgumentException("Duplicate id in " + version + ": " + record.id());
      }
    }
  }
}
