package dev.freshet.embedding.document;

import java.util.BitSet;

/** Joins blocks into one text and remembers where each starts. Not thread-safe. */
public final class BlockText {

  private final StringBuilder text = new StringBuilder();
  private final BitSet starts = new BitSet();
  private boolean afterItem;

  /**
   * Appends a block: an item goes on the line below the item before it, any other block below an
   * empty line.
   */
  public void add(Block block) {
    boolean item = block instanceof Block.Item;
    if (text.length() > 0) {
      text.append(item && afterItem ? "\n" : "\n\n");
    }
    starts.set(text.length());
    text.append(block.text());
    afterItem = item;
  }

  /** The blocks so far as one text. */
  public String text() {
    return text.toString();
  }

  /** The offsets in {@link #text()} at which blocks start. */
  public BitSet blockStarts() {
    return starts;
  }
}
