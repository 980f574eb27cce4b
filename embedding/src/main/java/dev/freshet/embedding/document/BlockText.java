package dev.freshet.embedding.document;

import java.util.BitSet;

/** Blocks as one text that remembers where each starts. */
public final class BlockText {

  private final StringBuilder text = new StringBuilder();
  private final BitSet starts = new BitSet();
  private boolean afterItem;

  /** Appends a block: an item on the line below the item before it, else below an empty line. */
  public void add(Block block) {
    boolean item = block instanceof Block.Item;
    if (text.length() > 0) {
      text.append(item && afterItem ? "\n" : "\n\n");
    }
    starts.set(text.length());
    text.append(block.text());
    afterItem = item;
  }

  public String text() {
    return text.toString();
  }

  public BitSet blockStarts() {
    return starts;
  }
}
