package dev.freshet.core.config;

import java.util.OptionalInt;

/**
 * How many files one batch may take.
 *
 * @param files the cap, at least 1; empty if the pipeline chooses
 */
public record BatchLimit(OptionalInt files) {

  /** The pipeline chooses the cap. */
  public static final BatchLimit AUTO = new BatchLimit(OptionalInt.empty());

  public BatchLimit {
    if (files.isPresent() && files.getAsInt() < 1) {
      Problems problems = new Problems();
      problems.add(
          "pipeline.max-files-per-trigger",
          files.getAsInt() + " is not at least 1",
          "Set a number of files, or auto.");
      problems.throwIfAny();
    }
  }

  /** A cap of {@code files} files. */
  public static BatchLimit of(int files) {
    return new BatchLimit(OptionalInt.of(files));
  }
}
