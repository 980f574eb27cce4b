package dev.freshet.core;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of Freshet: daemons, so that none keeps a process alive, and named, so that a
 * thread dump says whose they are. Thread-safe.
 */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** A factory of threads that all have this name; for a pool with one thread. */
  public static ThreadFactory named(String name) {
    return task -> unstarted(name, task);
  }

  /** A factory of threads with this prefix and a number from 1; for a pool with several threads. */
  public static ThreadFactory numbered(String prefix) {
    AtomicInteger made = new AtomicInteger();
    return task -> unstarted(prefix + "-" + made.incrementAndGet(), task);
  }

  /** A thread that the caller starts. */
  public static Thread unstarted(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
