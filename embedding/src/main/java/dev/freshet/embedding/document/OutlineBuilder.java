package dev.freshet.embedding.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Collects the sections of a document while a reader walks through its markup: text gathers until
 * the reader says what it was. What holds nothing visible leaves no trace. Not thread-safe.
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

  /** A heading whose sections may still come; its own has {@code index}. */
  private record OpenHeading(int level, int index) {}

  /** Running text: white space, line ends included, counts as one blank. */
  void text(String text) {
    gathered.add(text);
  }

  /** Text whose white space is kept. */
  void verbatim(String text) {
    gathered.addVerbatim(text);
  }

  /** A line end that is meant. In a table, where a line is a row, it is a blank. */
  void lineBreak() {
    if (table == null) {
      gathered.breakLine();
    } else {
      gathered.add(" ");
    }
  }

  /** A block starts or ends: what has gathered is one. In a table it is part of a cell. */
  void endBlock() {
    if (table != null) {
      gathered.add(" ");
      return;
    }
    String text = gathered.take();
    if (TextCut.isVisible(text)) {
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

  /** What has gathered is preformatted. */
  void endCode() {
    String text = gathered.takeLines();
    if (TextCut.isVisible(text)) {
      blocks.add(new Block.Code(text));
    }
  }

  /** What has gathered is a heading; 1 is the highest level but for 0, that of a page's title. */
  void endHeading(int level) {
    String text = gathered.take().replace('\n', ' ');
    if (!TextCut.isVisible(text)) {
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

  /** Until the table ends, there are only cells; a table inside is the reader's to avoid. */
  void startTable() {
    endBlock();
    table = new OpenTable();
  }

  /** What has gathered is the table's caption. */
  void endCaption() {
    String text = gathered.take();
    if (TextCut.isVisible(text)) {
      blocks.add(new Block.Prose(text));
    }
  }

  void endCell() {
    if (table != null) {
      table.cells.add(gathered.take());
    }
  }

  /**
   * @param header whether it names the columns; counts for the first row only
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

  /** Everything so far; a parent comes before its sections. */
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
      if (cells.stream().anyMatch(TextCut::isVisible)) {
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
