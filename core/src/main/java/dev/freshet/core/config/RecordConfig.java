package dev.freshet.core.config;

import dev.freshet.core.config.value.FieldNames;
import dev.freshet.core.config.value.Problems;
import java.util.List;
import java.util.Optional;

/**
 * What identifies a record and orders its versions.
 *
 * @param key fields whose values together identify a record; at least one, each once
 * @param version field that grows with every version of a record; empty (the default) if the change
 *     format carries an order of its own or the order of landing decides
 * @param deleted field of a flat row that says whether it deletes its record, or {@link
 *     #NO_DELETES}; empty (the default) for the fields that replication tools write
 */
public record RecordConfig(List<String> key, Optional<String> version, Optional<String> deleted) {

  /** The value of {@code record.deleted} for rows that never delete. */
  public static final String NO_DELETES = "none";

  public RecordConfig {
    key = List.copyOf(key);
    Problems problems = new Problems();
    if (key.isEmpty()) {
      problems.add("record.key", "it names no field", "Name the fields that identify a record.");
    }
    FieldNames.check(problems, "record.key", key);
    if (version.isPresent()) {
      FieldNames.check(problems, "record.version", List.of(version.get()));
      if (key.contains(version.get())) {
        problems.add(
            "record.version",
            "'" + version.get() + "' is part of record.key, so no record would have two versions",
            "Name the field that grows with every change, such as updated_at, or leave it out.");
      }
    }
    if (deleted.isPresent() && !deleted.get().equals(NO_DELETES)) {
      FieldNames.check(problems, "record.deleted", List.of(deleted.get()));
    }
    problems.throwIfAny();
  }

  /** Records whose deletes are marked as replication tools do. */
  public RecordConfig(List<String> key, Optional<String> version) {
    this(key, version, Optional.empty());
  }

  /** Records identified by {@code key}, with no version field. */
  public static RecordConfig of(String... key) {
    return new RecordConfig(List.of(key), Optional.empty(), Optional.empty());
  }
}
