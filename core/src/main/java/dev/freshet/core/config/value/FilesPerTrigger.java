package dev.freshet.core.config.value;

import java.util.OptionalInt;

/**
 * How many files one batch may take.
 *
 * @param files the cap, at least 1; empty if the pipeline chooses
 */
public record FilesPerTrigger(OptionalInt files) {

  /** The pipeline chooses the cap. */
  public static final FilesPerTrigger AUTO = new FilesPerTrigger(OptionalInt.empty());

  public FilesPerTrigger {
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
  public static FilesPerTrigger of(int files) {
    return new FilesPerTrigger(OptionalInt.of(files));
  }
}
