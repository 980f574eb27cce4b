package dev.freshet.embedding.document;

import java.util.List;
import org.commonmark.ext.footnotes.FootnotesExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Reads CommonMark with tables and footnotes into sections. Every text is valid Markdown, so this
 * never fails. Thread-safe.
 *
 * <p>A long document is parsed in slices, which bounds memory and time for every content. Nesting
 * beyond {@value #MAX_NESTING} levels is read as text.
 */
public final class MarkdownReader {

  private static final int MAX_NESTING = 64;

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create(), FootnotesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.NONE)
          .maxOpenBlockParsers(MAX_NESTING)
          .maxInlineNesting(MAX_NESTING)
          .build();

  private MarkdownReader() {}

  /** The sections of a document, in document order; front matter is code before the first one. */
  public static List<Section> sections(String text) {
    // The parser would replace NUL by a visible character, and a byte order mark hide what follows.
    String document = text.replace("\0", "").replaceFirst("^\uFEFF", "");
    OutlineBuilder outline = new OutlineBuilder();
    FrontMatter settings = FrontMatter.of(document);
    outline.verbatim(settings.text());
    outline.endCode();
    MarkdownSlices slices = new MarkdownSlices(document, settings.end());
    while (slices.hasNext()) {
      PARSER.parse(slices.next()).accept(new MarkdownVisitor(outline));
    }
    return outline.sections();
  }
}
