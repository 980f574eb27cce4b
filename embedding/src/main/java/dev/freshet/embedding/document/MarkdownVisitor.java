package dev.freshet.embedding.document;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/**
 * Reports to an outline the text of the nodes of a Markdown document. Of a node without a method
 * here (a quote, a list, emphasis, a link) it reports the children.
 */
final class MarkdownVisitor extends AbstractVisitor {

  private static final Pattern TAG = Pattern.compile("</?([A-Za-z][A-Za-z0-9-]*)");
  private static final Pattern ADDRESS = Pattern.compile("[/#@:?&=\\\\]|\\.[^.]|^$");

  private final OutlineBuilder outline;

  MarkdownVisitor(OutlineBuilder outline) {
    this.outline = outline;
  }

  @Override
  public void visit(Heading heading) {
    outline.endBlock();
    visitChildren(heading);
    outline.endHeading(heading.getLevel());
  }

  @Override
  public void visit(Paragraph paragraph) {
    visitChildren(paragraph);
    outline.endBlock();
  }

  @Override
  public void visit(ListItem item) {
    outline.startItem();
    visitChildren(item);
    outline.endItem();
  }

  @Override
  public void visit(FencedCodeBlock code) {
    code(code.getLiteral());
  }

  @Override
  public void visit(IndentedCodeBlock code) {
    code(code.getLiteral());
  }

  private void code(String literal) {
    outline.endBlock();
    outline.verbatim(literal);
    outline.endCode();
  }

  @Override
  public void visit(HtmlBlock html) {
    outline.endBlock();
    HtmlReader.read(html.getLiteral(), outline);
    outline.endBlock();
  }

  /** Tags are not text, but those of some elements keep the words beside them apart. */
  @Override
  public void visit(HtmlInline tag) {
    Matcher name = TAG.matcher(tag.getLiteral());
    if (!name.lookingAt()) {
      return;
    }
    String element = name.group(1).toLowerCase(Locale.ROOT);
    if (element.equals("br")) {
      outline.lineBreak();
    } else if (HtmlWalk.keepsApart(element)) {
      outline.text(" ");
    }
  }

  /**
   * A line such as {@code [Warning]: hot} is the definition of a link, which is not shown, and is
   * meant as text if what it leads to is a word and no address.
   */
  @Override
  public void visit(LinkReferenceDefinition definition) {
    if (!ADDRESS.matcher(definition.getDestination()).find()) {
      outline.endBlock();
      outline.text(definition.getLabel() + ": " + definition.getDestination());
      outline.text(definition.getTitle() == null ? "" : " " + definition.getTitle());
      outline.endBlock();
    }
  }

  @Override
  public void visit(CustomBlock block) {
    if (block instanceof TableBlock) {
      outline.startTable();
      visitChildren(block);
      outline.endTable();
    } else {
      visitChildren(block);
    }
  }

  @Override
  public void visit(CustomNode node) {
    visitChildren(node);
    if (node instanceof TableCell) {
      outline.endCell();
    } else if (node instanceof TableRow) {
      outline.endRow(node.getParent() instanceof TableHead);
    }
  }

  @Override
  public void visit(Text text) {
    outline.text(text.getLiteral());
  }

  @Override
  public void visit(Code code) {
    outline.text(code.getLiteral());
  }

  @Override
  public void visit(Image image) {
    outline.text(" ");
    visitChildren(image);
    outline.text(" ");
  }

  @Override
  public void visit(SoftLineBreak lineBreak) {
    outline.text(" ");
  }

  @Override
  public void visit(HardLineBreak lineBreak) {
    outline.lineBreak();
  }
}
