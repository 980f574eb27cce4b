package dev.freshet.core.config.value;

/** How the layers are spread over streaming queries. */
public enum Topology {
  /**
   * One query takes a batch through every layer and the vector table: no layer waits for another.
   */
  FUSED
}
