package dev.freshet.pipeline.order;

/** How a change stands to another one in the order of their source. */
public enum Relation {
  OLDER,
  NEWER,
  /** Both stand at the same place: the same change again, or two changes that share a place. */
  SAME,
  /** Their places cannot be compared; the order of arrival decides. */
  UNDECIDED;

  static Relation of(int comparison) {
    return comparison == 0 ? SAME : comparison < 0 ? OLDER : NEWER;
  }
}
