package dev.freshet.autoloader.filelog;

import java.nio.file.Path;

/** Opens the file log of the test in another process. */
final class OpenFileLog {
  private OpenFileLog() {}

  public static void main(String[] args) {
    FileLog.open(Path.of(args[0])).close();
  }
}
