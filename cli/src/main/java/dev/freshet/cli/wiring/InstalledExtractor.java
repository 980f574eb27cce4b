package dev.freshet.cli.wiring;

import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.error.InvalidConfigException;
import java.util.ServiceLoader;

/** Finds the reader of binary documents that a user has put on the class path. */
final class InstalledExtractor {

  /** The command that, in a checkout, copies the module and its dependencies into models/. */
  private static final String FETCH =
      "mvn -q -Dquick -DskipTests -Pmodels -pl extensions/documents -am package";

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
