package dev.freshet.cli.damage;

import java.nio.file.Path;

/**
 * One file of a home, damaged in one way.
 *
 * @param home which home of {@link HealthyHomes}
 * @param file relative to the home
 * @param harm how it is damaged
 */
record DamageCase(String home, Path file, Harm harm) {

  /** As one line. */
  String line() {
    return home + "|" + file + "|" + harm;
  }

  static DamageCase parse(String line) {
    String[] parts = line.split("\\|", -1);
    return new DamageCase(parts[0], Path.of(parts[1]), Harm.valueOf(parts[2]));
  }

  /** The kind of the damaged file. */
  String kind() {
    return HomeFiles.kind(file);
  }
}
