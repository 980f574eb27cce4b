package dev.freshet.bench.embed;

import java.util.List;

/** Somebody who turns texts into vectors. */
interface Contestant extends AutoCloseable {

  String name();

  /**
   * @return a vector per text, in the order of the texts
   */
  List<float[]> embed(List<String> texts);

  @Override
  void close();
}
