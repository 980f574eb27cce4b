package dev.freshet.autoloader.filelog;

import java.nio.file.Path;

/** Another process that wants the file log of the test. */
final class OpenFileLog {
  private OpenFileLog() {}

  public static void main(String[] args) {
    FileLog.open(Path.of(args[0])).close();
  }
}
