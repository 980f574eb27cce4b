package dev.freshet.bench.rig;

/** A search server in processes of its own; ends when closed. */
public interface RunningServer extends AutoCloseable {

  /** Its port on the loopback address. */
  int port();

  /** Resident memory of all its processes. */
  long residentMb();

  /** Kills the process that searches, but not the one that starts it again. */
  void killWorker() throws InterruptedException;
}
