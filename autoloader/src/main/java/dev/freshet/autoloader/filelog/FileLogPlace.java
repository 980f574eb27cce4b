package dev.freshet.autoloader.filelog;

import dev.freshet.storage.objects.ObjectStore;
import java.nio.file.Path;

/** Where a file log is kept. */
public sealed interface FileLogPlace {

  /** A directory of this machine that belongs to the log; beside it lies the file of the limits. */
  Path directory();

  /** As messages name the log. */
  String name();

  /** On a disk of this machine. */
  record Local(Path directory) implements FileLogPlace {
    @Override
    public String name() {
      return directory.toString();
    }
  }

  /**
   * In a storage that other machines see, too. What is in the directory is a copy that may be lost.
   *
   * @param name the path in that storage, with its scheme
   * @param objects what is below that path
   * @param directory of this machine, for this log alone
   */
  record Shared(String name, ObjectStore objects, Path directory) implements FileLogPlace {

    /** The copy, beside the lock. */
    Path copy() {
      return directory.resolve("copy");
    }
  }
}
