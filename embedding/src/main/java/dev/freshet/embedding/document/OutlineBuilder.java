package dev.freshet.embedding.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects the sections of a document while a reader walks through its markup: it gathers text
 * until the reader says which kind of block the text is. Blocks without visible text are dropped.
 * Not thread-safe.
 */
final class OutlineBuilder {

  private static final String CELL_SEPARATOR = " | ";

  private final List<Section> sections = new ArrayList<>();
  private final Deque<OpenHeading> headings = new ArrayDeque<>();
  private final GatheredText gathered = new GatheredText();
  private int parent = Section.NONE;
  private String title = "";
  private List<Block> blocks = new ArrayList<>();
  private boolean atItemStart;
  private @Nullable OpenTable table;

  /** A heading that may still get subsections; its own section has the index {@code index}. */
  private record OpenHeading(int level, int index) {}

  /** Adds running text: white space, line ends included, counts as one blank. */
  void text(String text) {
    gathered.add(text);
  }

  /** Adds text whose white space is kept. */
  void verbatim(String text) {
    gathered.addVerbatim(text);
  }

  /** Adds a line end. In a table, where a line is a row, it adds a blank. */
  void lineBreak() {
    if (table == null) {
      gathered.breakLine();
    } else {
      gathered.add(" ");
    }
  }

  /**
   * Ends a block: the gathered text is its text. In a table, where blocks are part of a cell, it
   * adds a blank.
   */
  void endBlock() {
    if (table != null) {
      gathered.add(" ");
      return;
    }
    String text = gathered.take();
    if (Block.isVisible(text)) {
      blocks.add(atItemStart ? new Block.Item(text) : new Block.Prose(text));
      atItemStart = false;
    }
  }

  void startItem() {
    endBlock();
    atItemStart = table == null;
  }

  void endItem() {
    endBlock();
    atItemStart = false;
  }

  /** Ends preformatted text: the gathered text is its text. */
  void endCode() {
    String text = gathered.takeLines();
    if (Block.isVisible(text)) {
      blocks.add(new Block.Code(text));
    }
  }

  /**
   * Ends a heading: the gathered text is its title.
   *
   * @param level 0 for the title of a page, else 1 for the highest to 6
   */
  void endHeading(int level) {
    String text = gathered.take().replace('\n', ' ');
    if (!Block.isVisible(text)) {
      return;
    }
    closeSection();
    while (!headings.isEmpty() && headings.peek().level() >= level) {
      headings.pop();
    }
    parent = headings.isEmpty() ? Section.NONE : headings.peek().index();
    headings.push(new OpenHeading(level, sections.size()));
    title = text;
  }

  /** Starts a table: until it ends, all text is in cells. The reader must not nest tables. */
  void startTable() {
    endBlock();
    table = new OpenTable();
  }

  /** Ends the table's caption: the gathered text is its text. */
  void endCaption() {
    String text = gathered.take();
    if (Block.isVisible(text)) {
      blocks.add(new Block.Prose(text));
    }
  }

  void endCell() {
    if (table != null) {
      table.cells.add(gathered.take());
    }
  }

  /**
   * Ends a row of a table.
   *
   * @param header whether the row names the columns; counts for the first row only
   */
  void endRow(boolean header) {
    if (table != null) {
      table.endRow(header);
    }
  }

  void endTable() {
    if (table != null) {
      table.endRow(false);
      if (!table.header.isEmpty() || !table.rows.isEmpty()) {
        blocks.add(new Block.Table(table.header, String.join("\n", table.rows)));
      }
      table = null;
      endBlock();
    }
  }

  /** All sections so far; a parent comes before its subsections. */
  List<Section> sections() {
    endTable();
    endBlock();
    closeSection();
    return List.copyOf(sections);
  }

  private void closeSection() {
    if (!title.isEmpty() || !blocks.isEmpty()) {
      sections.add(new Section(parent, title, blocks));
    }
    title = "";
    blocks = new ArrayList<>();
  }

  /** The rows of a table so far. */
  private static final class OpenTable {

    private final List<String> cells = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();
    private String header = "";

    void endRow(boolean isHeader) {
      if (cells.stream().anyMatch(Block::isVisible)) {
        String row = cells.stream().collect(Collectors.joining(CELL_SEPARATOR)).strip();
        if (isHeader && header.isEmpty() && rows.isEmpty()) {
          header = row;
        } else {
          rows.add(row);
        }
      }
      cells.clear();
    }
  }
}
