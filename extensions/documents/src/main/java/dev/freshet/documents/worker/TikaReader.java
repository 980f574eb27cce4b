package dev.freshet.documents.worker;

import dev.freshet.core.embed.ExtractOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.parser.CompositeParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.parser.txt.TXTParser;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads a document with Apache Tika. The parsers are listed one by one, so that no other parser on
 * the class path starts a program or accepts an unexpected type; files inside a document are not
 * read. Not thread-safe.
 */
final class TikaReader {

  private static final MediaType PDF = MediaType.application("pdf");

  private final Detector detector = new DefaultDetector();
  private final CompositeParser parsers;
  private final int maxChars;

  /**
   * @param maxChars most characters of text, markup included
   */
  TikaReader(int maxChars) {
    this.maxChars = maxChars;
    PDFParser pdf = new PDFParser();
    pdf.getPDFParserConfig().setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
    // Bookmarks would repeat the headings after the end of the text.
    pdf.getPDFParserConfig().setExtractBookmarksText(false);
    this.parsers =
        new CompositeParser(
            MediaTypeRegistry.getDefaultRegistry(),
            pdf,
            new OfficeParser(),
            new OOXMLParser(),
            new OpenDocumentParser(),
            new RTFParser(),
            new JSoupParser(),
            new TXTParser());
    parsers.setFallback(new UnknownType());
  }

  /** The outcome for a document. Every failure is an outcome, except one that ends the JVM. */
  ExtractOutcome read(byte[] content) {
    if (content.length == 0) {
      return new ExtractOutcome.Unreadable("it is empty. If it should not be, land it again.");
    }
    Metadata metadata = new Metadata();
    try (TikaInputStream stream = TikaInputStream.get(content)) {
      MediaType type = detector.detect(stream, metadata);
      metadata.set(Metadata.CONTENT_TYPE, type.toString());
      HtmlWriter writer = new HtmlWriter(type.getBaseType().equals(PDF), maxChars);
      parsers.parse(stream, writer, metadata, context());
      return new ExtractOutcome.Extracted(writer.html());
    } catch (IOException
        | SAXException
        | TikaException
        | RuntimeException
        | LinkageError
        | StackOverflowError e) {
      return new ExtractOutcome.Unreadable(reason(metadata, e));
    }
  }

  private static ParseContext context() {
    ParseContext context = new ParseContext();
    context.set(EmbeddedDocumentExtractor.class, new NoEmbedded());
    return context;
  }

  /** Says why, without the messages of libraries, which may quote the document. */
  private String reason(Metadata metadata, Throwable failure) {
    String type = metadata.get(Metadata.CONTENT_TYPE);
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof HtmlWriter.TooMuchTextException) {
        return String.format(
            Locale.ROOT,
            "it has more than %,d characters of text and markup. Land it in parts.",
            maxChars);
      }
      if (each instanceof EncryptedDocumentException) {
        return "it is encrypted. Land it without a password.";
      }
      if (each instanceof UnknownType.UnknownTypeException) {
        return "it is of type "
            + type
            + ". Land PDF, Word, PowerPoint, Excel, OpenDocument, RTF, HTML or text.";
      }
    }
    return "it is a damaged or too complex "
        + type
        + " ("
        + innermost(failure).getClass().getSimpleName()
        + "). Land it again intact.";
  }

  private static Throwable innermost(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    return innermost;
  }

  /** Files inside a document are not read. */
  private static final class NoEmbedded implements EmbeddedDocumentExtractor {

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      return false;
    }

    @Override
    public void parseEmbedded(
        InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {
      // Never called: shouldParseEmbedded says no.
    }
  }

  /** Refuses every type that no other parser accepts. */
  private static final class UnknownType implements Parser {
    private static final long serialVersionUID = 1;

    private static final class UnknownTypeException extends TikaException {
      private static final long serialVersionUID = 1;

      UnknownTypeException() {
        super("no parser takes the type");
      }
    }

    @Override
    public Set<MediaType> getSupportedTypes(ParseContext context) {
      return Set.of();
    }

    @Override
    public void parse(
        InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
        throws TikaException {
      throw new UnknownTypeException();
    }
  }
}
