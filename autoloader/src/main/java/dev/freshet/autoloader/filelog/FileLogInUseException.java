package dev.freshet.autoloader.filelog;

import dev.freshet.storage.DirectoryInUseException;
import java.nio.file.Path;

/**
 * Another process, or another stream of this one, has the file log open for writing. Nothing was
 * changed; stop it, or open the log read-only.
 */
public final class FileLogInUseException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  FileLogInUseException(Path directory, DirectoryInUseException cause) {
    super(
        "Cannot open file log "
            + directory
            + ": "
            + cause.owner()
            + " uses it. Stop that stream, or give this one its own checkpoint or"
            + " autoloader.fileLog.",
        cause);
  }
}
