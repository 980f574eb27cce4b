package dev.freshet.storage.memory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the memory outside the heap of this process, by the library that holds it. A class that
 * opens such memory counts it until it is closed. Thread-safe.
 */
public final class NativeMemory {

  /** Guards native memory too: what is read is not closed meanwhile. */
  private static final List<Holding> HELD = new ArrayList<>();

  private NativeMemory() {}

  /** A library that holds memory. */
  public enum Library {
    ARROW,
    LANCE,
    ONNX,
    ROCKSDB
  }

  private record Holding(Library library, LongSupplier bytes) {}

  /** Ends the counting; to be closed before the memory is. Idempotent. */
  @FunctionalInterface
  public interface Counted extends AutoCloseable {

    @Override
    void close();
  }

  /**
   * Begins to count.
   *
   * @param bytes asked by any thread, until the result is closed
   */
  public static Counted count(Library library, LongSupplier bytes) {
    Holding holding = new Holding(library, bytes);
    synchronized (HELD) {
      HELD.add(holding);
    }
    return () -> {
      synchronized (HELD) {
        HELD.removeIf(each -> each == holding);
      }
    };
  }

  /** Bytes that each library holds now; zero of one that holds none. */
  public static Map<Library, Long> held() {
    Map<Library, Long> held = new EnumMap<>(Library.class);
    for (Library library : Library.values()) {
      held.put(library, 0L);
    }
    synchronized (HELD) {
      for (Holding holding : HELD) {
        held.merge(holding.library(), holding.bytes().getAsLong(), Long::sum);
      }
    }
    return held;
  }
}
