package dev.freshet.search;

/** What is looked for. */
public sealed interface Question {

  /**
   * A text, embedded by the model that wrote the rows.
   *
   * @param text not blank
   */
  record Text(String text) implements Question {}

  /**
   * A vector of the same model. The array is not copied: do not change it.
   *
   * @param vector of the table's dimension, all finite
   */
  record Vector(float[] vector) implements Question {}
}
