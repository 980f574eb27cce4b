package dev.freshet.embedding.document;

import java.util.List;

/**
 * A heading and what stands below it up to the next heading.
 *
 * @param parent index of the section this one is part of; {@link #NONE} for an outermost one
 * @param title text of the heading; empty for what stands before the first one
 * @param blocks in document order
 */
public record Section(int parent, String title, List<Block> blocks) {

  public static final int NONE = -1;

  public Section {
    blocks = List.copyOf(blocks);
  }
}
