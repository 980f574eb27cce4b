package dev.freshet.autoloader.option;

import java.util.Optional;

/**
 * Which files of the landing path are read.
 *
 * @param glob which the file name must match
 * @param recursive whether files in sub-directories are read
 * @param followLinks whether the files are read that links lead to
 * @param strictGlob whether {@code *} in the path stays within one directory name
 * @param rules which of the files that are found are read
 * @param clean what becomes of those that were read
 */
public record FileSelection(
    Optional<String> glob,
    boolean recursive,
    boolean followLinks,
    boolean strictGlob,
    FileRules rules,
    CleanSource clean) {}
