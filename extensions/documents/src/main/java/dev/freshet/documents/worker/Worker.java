package dev.freshet.documents.worker;

import dev.freshet.core.DaemonThreads;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads documents one by one for the process that started it, until that process closes the stream.
 * The standard streams belong to the {@link Wire}: text that a library prints is dropped.
 */
public final class Worker {

  private static final Duration ORPHAN_POLL = Duration.ofSeconds(2);

  private Worker() {}

  /**
   * Runs until there is no further request.
   *
   * @param args the most characters of text a document may have
   */
  public static void main(String[] args) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    System.setOut(nowhere);
    endWithParent();
    TikaReader reader = new TikaReader(Integer.parseInt(args[0]));
    // From here on, printed text may quote a document.
    System.setErr(nowhere);
    Wire.greet(out);
    try {
      while (true) {
        Wire.answer(out, reader.read(Wire.awaitRequest(in)));
      }
    } catch (EOFException end) {
      return; // There are no more documents to come.
    }
  }

  /** Without this guard, an endless document would keep the process alive after its parent died. */
  private static void endWithParent() {
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    DaemonThreads.unstarted(
            "parent-guard",
            () -> {
              while (ProcessHandle.current().parent().equals(parent)) {
                LockSupport.parkNanos(ORPHAN_POLL.toNanos());
              }
              Runtime.getRuntime().halt(1);
            })
        .start();
  }
}
