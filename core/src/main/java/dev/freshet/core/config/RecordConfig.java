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
 */
public record RecordConfig(List<String> key, Optional<String> version) {

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
    problems.throwIfAny();
  }

  /** Records identified by {@code key}, with no version field. */
  public static RecordConfig of(String... key) {
    return new RecordConfig(List.of(key), Optional.empty());
  }
}
