package dev.freshet.lance.proof;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A process that notes what it opens, reports so, and never comes to the end of it. */
final class OpeningProcess {

  private OpeningProcess() {}

  /** The arguments are the directory of the notes and the subject. */
  public static void main(String[] arguments) throws Exception {
    try (OpeningNotes.Note note =
        new OpeningNotes(Path.of(arguments[0])).begin(Set.of(arguments[1]))) {
      System.out.println("opening");
      new CountDownLatch(1).await();
    }
  }
}
