package dev.freshet.embedding.document;

import java.util.List;

/**
 * A heading and what stands below it up to the next heading.
 *
 * @param parent index of the section that contains this one; {@link #NONE} for an outermost section
 * @param title text of the heading; empty for the section before the first heading
 * @param blocks in document order
 */
public record Section(int parent, String title, List<Block> blocks) {

  /** The parent of an outermost section. */
  public static final int NONE = -1;

  public Section {
    blocks = List.copyOf(blocks);
  }
}
