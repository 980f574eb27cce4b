package dev.freshet.embedding.onnx;

import ai.onnxruntime.OrtException;
import dev.freshet.storage.memory.NativeMemory;
import dev.freshet.storage.memory.ResidentMemory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a session of ONNX Runtime takes outside the heap. The runtime does not tell, so it is an
 * estimate: by how much the process grew while the session was made, and while it answered the
 * longest of its first texts, times the most calls side by side, because the runtime keeps what a
 * call took. Not below the size of the graph. Thread-safe.
 */
final class SessionMemory implements AutoCloseable {

  private final AtomicInteger calls = new AtomicInteger();
  private final NativeMemory.Counted counted;
  private volatile long loaded;
  private volatile long call;
  private volatile int longest;

  /**
   * Begins to count.
   *
   * @param graphBytes size of the graph
   */
  SessionMemory(long graphBytes) {
    this.loaded = graphBytes;
    this.counted = NativeMemory.count(NativeMemory.Library.ONNX, this::bytes);
  }

  /** Bytes that the session takes, about. */
  long bytes() {
    return loaded + call * Math.max(1, calls.get());
  }

  /** Notes what it took to make the session. */
  <T> T loading(Making<T> making) throws OrtException {
    long before = ResidentMemory.now().orElse(0);
    T made = making.make();
    loaded = Math.max(loaded, ResidentMemory.now().orElse(0) - before);
    return made;
  }

  /** Another call runs beside the most that ever did. */
  void oneCallMore() {
    calls.incrementAndGet();
  }

  /** Notes what a call takes, if its text is longer than any before. */
  <T> T calling(int tokens, Making<T> making) throws OrtException {
    if (tokens <= longest) {
      return making.make();
    }
    longest = tokens;
    long before = ResidentMemory.now().orElse(0);
    T made = making.make();
    call = Math.max(call, ResidentMemory.now().orElse(0) - before);
    return made;
  }

  /** A call of the runtime. */
  @FunctionalInterface
  interface Making<T> {
    T make() throws OrtException;
  }

  @Override
  public void close() {
    counted.close();
  }
}
