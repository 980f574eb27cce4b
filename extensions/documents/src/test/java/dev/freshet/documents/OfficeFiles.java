package dev.freshet.documents;

import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFTextBox;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;

/** Makes small files in the formats of office programs. */
public final class OfficeFiles {

  private OfficeFiles() {}

  private interface Writing {
    void to(ByteArrayOutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      writing.to(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A page per text; an empty text makes a page without text. */
  public static byte[] pdf(String... pages) {
    return written(
        out -> {
          try (PDDocument pdf = pdfOf(pages)) {
            pdf.save(out);
          }
        });
  }

  public static byte[] encryptedPdf(String page) {
    return written(
        out -> {
          try (PDDocument pdf = pdfOf(page)) {
            pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            pdf.save(out);
          }
        });
  }

  private static PDDocument pdfOf(String... pages) throws IOException {
    PDDocument pdf = new PDDocument();
    for (String text : pages) {
      PDPage page = new PDPage();
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        if (text.isEmpty()) {
          content.addRect(100, 100, 200, 200);
          content.fill();
          continue;
        }
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.newLineAtOffset(72, 700);
        content.showText(text);
        content.endText();
      }
    }
    return pdf;
  }

  /** A heading, a paragraph below it, and a table of two rows. */
  public static byte[] docx(String heading, String text, List<String> cells) {
    return written(
        out -> {
          try (XWPFDocument docx = new XWPFDocument()) {
            CTStyle style = CTStyle.Factory.newInstance();
            style.setStyleId("Heading1");
            style.addNewName().setVal("heading 1");
            docx.createStyles().addStyle(new XWPFStyle(style));
            XWPFParagraph title = docx.createParagraph();
            title.setStyle("Heading1");
            title.createRun().setText(heading);
            docx.createParagraph().createRun().setText(text);
            XWPFTable table = docx.createTable(1, cells.size());
            for (int i = 0; i < cells.size(); i++) {
              table.getRow(0).getCell(i).setText(cells.get(i));
            }
            docx.write(out);
          }
        });
  }

  /** One slide per text. */
  public static byte[] pptx(String... slides) {
    return written(
        out -> {
          try (XMLSlideShow pptx = new XMLSlideShow()) {
            for (String text : slides) {
              XSLFTextBox box = pptx.createSlide().createTextBox();
              box.setAnchor(new Rectangle(50, 50, 300, 100));
              box.setText(text);
            }
            pptx.write(out);
          }
        });
  }

  /** One sheet of texts and numbers. */
  public static byte[] xlsx(String sheet, List<List<Object>> rows) {
    return written(
        out -> {
          try (XSSFWorkbook xlsx = new XSSFWorkbook()) {
            XSSFSheet page = xlsx.createSheet(sheet);
            for (int i = 0; i < rows.size(); i++) {
              var row = page.createRow(i);
              for (int j = 0; j < rows.get(i).size(); j++) {
                if (rows.get(i).get(j) instanceof Number number) {
                  row.createCell(j).setCellValue(number.doubleValue());
                } else {
                  row.createCell(j).setCellValue(String.valueOf(rows.get(i).get(j)));
                }
              }
            }
            xlsx.write(out);
          }
        });
  }

  /** An OpenDocument text with a heading and a paragraph. */
  public static byte[] odt(String heading, String text) {
    String content =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
            xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
          <office:body><office:text><text:h text:outline-level="1">%s</text:h><text:p>%s</text:p>
          </office:text></office:body></office:document-content>
        """
            .formatted(heading, text);
    return zip("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", content);
  }

  /** A Word document that refers to an entity outside of it. */
  public static byte[] docxWithExternalEntity(String entity) {
    String type =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
          <Default Extension="rels"
              ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
          <Override PartName="/word/document.xml"
              ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
        </Types>
        """;
    String relations =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
          <Relationship Id="rId1" Target="word/document.xml"
              Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
        </Relationships>
        """;
    String document =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE d [<!ENTITY outside SYSTEM "%s">]>
        <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
          <w:body><w:p><w:r><w:t>before &outside; behind</w:t></w:r></w:p></w:body></w:document>
        """
            .formatted(entity);
    return zip(
        "[Content_Types].xml", type, "_rels/.rels", relations, "word/document.xml", document);
  }

  /** A Word document whose text unpacks to {@code mebibytes}. */
  public static byte[] zipBomb(int mebibytes) {
    byte[] docx = docx("Bomb", "MARK", List.of("x"));
    return written(
        out -> {
          try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(docx));
              ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
              zip.putNextEntry(new ZipEntry(entry.getName()));
              byte[] content = in.readAllBytes();
              int mark = new String(content, StandardCharsets.ISO_8859_1).indexOf("MARK");
              if (mark < 0) {
                zip.write(content);
              } else {
                zip.write(content, 0, mark);
                byte[] filler = "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; i < mebibytes; i++) {
                  zip.write(filler);
                }
                zip.write(content, mark, content.length - mark);
              }
            }
          }
        });
  }

  /** A small PDF whose one page shows a thousand times {@code thousands} letters. */
  public static byte[] crowdedPdf(int thousands) {
    return written(
        out -> {
          try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage();
            pdf.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
              content.beginText();
              content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
              for (int i = 0; i < thousands; i++) {
                content.showText("a".repeat(1000));
              }
              content.endText();
            }
            pdf.save(out);
          }
        });
  }

  /** Name, content, name, content, … */
  private static byte[] zip(String... entries) {
    return written(
        out -> {
          try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < entries.length; i += 2) {
              zip.putNextEntry(new ZipEntry(entries[i]));
              zip.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
          }
        });
  }
}
