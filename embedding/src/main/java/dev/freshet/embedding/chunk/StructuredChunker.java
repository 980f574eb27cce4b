package dev.freshet.embedding.chunk;

import dev.freshet.core.embed.Chunker;
import dev.freshet.embedding.document.Block;
import dev.freshet.embedding.document.BlockText;
import dev.freshet.embedding.document.Section;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Cuts a document with headings: at the headings first, so that no chunk spans two sections, then
 * between blocks; a block that is larger than a chunk is cut like plain text. Every chunk begins
 * with the headings above it; if a table needs several chunks, each repeats the row that names the
 * columns. Overlap stays within a section.
 *
 * <p>A section's chunks depend only on its own text and the headings above it: an edit in another
 * section does not change them by a bit. Every visible word is in a chunk. Pure, thread-safe; the
 * time is linear in the document.
 */
final class StructuredChunker implements Chunker {

  private final Function<String, List<Section>> reader;
  private final SizeLimit limit;
  private final int overlapTokens;

  /**
   * @param reader finds the sections of a document; pure, thread-safe, never fails
   * @param texts how text inside a section is cut
   */
  StructuredChunker(Function<String, List<Section>> reader, RecursiveChunker texts) {
    this.reader = reader;
    this.limit = texts.limit();
    this.overlapTokens = texts.overlapTokens();
  }

  @Override
  public List<String> split(String document) {
    List<Section> sections = reader.apply(document);
    HeadingPaths paths = new HeadingPaths(sections, limit);
    BitSet shown = new BitSet();
    List<List<String>> chunks = new ArrayList<>();
    // From the end: a heading without text is a chunk unless a section below it shows the heading.
    for (int i = sections.size() - 1; i >= 0; i--) {
      List<Integer> headings = paths.headings(i);
      List<Block> blocks = blocks(sections.get(i), paths.isTooLong(i));
      if (!blocks.isEmpty()) {
        chunks.add(cut(paths.text(headings), blocks));
        headings.forEach(shown::set);
      } else if (!shown.get(i)) {
        chunks.add(List.of(paths.text(headings)));
        headings.forEach(shown::set);
      }
    }
    Collections.reverse(chunks);
    return chunks.stream().flatMap(List::stream).toList();
  }

  private static List<Block> blocks(Section section, boolean titleIsText) {
    if (!titleIsText) {
      return section.blocks();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Prose(section.title()));
    blocks.addAll(section.blocks());
    return blocks;
  }

  private List<String> cut(String path, List<Block> blocks) {
    SizeLimit below = limit.after(path.isEmpty() ? "" : path + "\n\n");
    List<String> chunks = new ArrayList<>();
    BlockText run = new BlockText();
    for (Block block : blocks) {
      if (block instanceof Block.Table table && !below.fits(table.text())) {
        chunks.addAll(cut(run, below));
        run = new BlockText();
        chunks.addAll(cut(table, below));
      } else {
        run.add(block);
      }
    }
    chunks.addAll(cut(run, below));
    return chunks;
  }

  private List<String> cut(BlockText run, SizeLimit below) {
    String text = run.text();
    // Most sections fit whole; their words need no counting.
    if (Block.isVisible(text) && below.fits(text)) {
      return List.of(below.prefix() + text);
    }
    return new TextCut(below, overlapTokens).chunks(text, run.blockStarts());
  }

  /** Rows do not overlap: each is in one chunk, below the names of its columns. */
  private List<String> cut(Block.Table table, SizeLimit below) {
    SizeLimit belowHeader = below.after(below.prefix() + table.header() + "\n");
    boolean repeated =
        !table.header().isEmpty()
            && !table.rows().isEmpty()
            && belowHeader.room() >= limit.room() / 2
            && belowHeader.maxChars() >= limit.maxChars() / 2;
    return repeated
        ? new TextCut(belowHeader, 0).chunks(table.rows(), new BitSet())
        : new TextCut(below, 0).chunks(table.text(), new BitSet());
  }
}
