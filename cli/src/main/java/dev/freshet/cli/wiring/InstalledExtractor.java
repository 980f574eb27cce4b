package dev.freshet.cli.wiring;

import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.error.InvalidConfigException;
import java.util.ServiceLoader;

/** Finds the reader of binary documents that a user has put on the class path. */
final class InstalledExtractor {

  /** In a checkout, puts the module and what it needs where the launcher looks. */
  private static final String FETCH =
      "mvn -q -Dquick -DskipTests -Pmodels -pl documents -am package";

  private InstalledExtractor() {}

  static DocumentExtractor open() {
    return ServiceLoader.load(DocumentExtractor.class)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConfigException(
                    "Cannot use document.format: binary: the module that reads PDF and office"
                        + " documents is not installed. Put it into models/ with: "
                        + FETCH));
  }
}
