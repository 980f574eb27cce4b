package dev.freshet.bench.embed;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** An engine that turns texts into vectors. */
interface Contestant extends AutoCloseable {

  String name();

  /**
   * @return a vector per text, in the order of the texts, and how long it took
   * @throws IOException if another process that does the work does not answer
   */
  Timed embed(List<String> texts) throws IOException;

  @Override
  void close();

  /**
   * The vectors of some texts.
   *
   * @param seconds from the texts to all vectors
   */
  record Timed(List<float[]> vectors, double seconds) {

    /** Runs and times {@code work}. */
    static Timed of(Supplier<List<float[]>> work) {
      long started = System.nanoTime();
      List<float[]> vectors = work.get();
      return new Timed(vectors, (System.nanoTime() - started) / 1e9);
    }
  }
}
