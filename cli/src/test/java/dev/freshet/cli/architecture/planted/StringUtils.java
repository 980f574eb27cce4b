package dev.freshet.cli.architecture.planted;

/** Breaks a rule: a name that says nothing. */
final class StringUtils {

  private StringUtils() {}
}
