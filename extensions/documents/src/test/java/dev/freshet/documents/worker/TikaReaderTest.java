package dev.freshet.documents.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.embed.ExtractOutcome;
import dev.freshet.documents.OfficeFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TikaReaderTest {

  private static final TikaReader READER = new TikaReader(1 << 20);

  @Test
  void pagesOfAPdfAreSections() {
    assertThat(html(OfficeFiles.pdf("Pumps need oil.", "", "Valves need none.")))
        .containsSubsequence(
            "<h1>Page 1</h1>",
            "Pumps need oil.",
            "</p>",
            "<h1>Page 3</h1>",
            "Valves need none.",
            "</p>")
        .doesNotContain("Page 2");
  }

  @Test
  void headingsAndTablesOfWordAreKept() {
    assertThat(html(OfficeFiles.docx("Pumps", "They need <oil>.", List.of("part", "price"))))
        .containsSubsequence(
            "<h1>Pumps</h1>",
            "<p>They need &lt;oil&gt;.</p>",
            "<table>",
            "<tr>",
            "part",
            "</td>",
            "<td>",
            "price",
            "</tr>");
  }

  @Test
  void slidesAreSections() {
    assertThat(html(OfficeFiles.pptx("Pumps", "Valves")))
        .containsSubsequence("<h1>Slide 1</h1>", "Pumps", "<h1>Slide 2</h1>", "Valves");
  }

  @Test
  void sheetsAreSectionsWithATable() {
    assertThat(
            html(
                OfficeFiles.xlsx(
                    "Prices", List.of(List.of("part", "price"), List.of("oil", 1234.5)))))
        .containsSubsequence(
            "<h1>Prices</h1>", "<table>", "<tr>", "part", "price", "<tr>", "oil", "1234.5", "</tr>")
        .doesNotContain("Page");
  }

  @Test
  void openDocumentTextRtfHtmlAndPlainTextAreRead() {
    assertThat(html(OfficeFiles.odt("Pumps", "They need oil.")))
        .containsSubsequence("<h1>Pumps</h1>", "They need oil.");
    assertThat(html(bytes("{\\rtf1\\ansi\\pard Pumps need \\b oil\\b0 .\\par}")))
        .contains("Pumps need oil.");
    assertThat(
            html(bytes("<html><head><title>t</title></head><body><h2>Pumps</h2>oil</body></html>")))
        .containsSubsequence("<h2>Pumps</h2>", "oil")
        .doesNotContain("title");
    assertThat(html(bytes("Pumps need oil: Größe < 3.\n")))
        .contains("Pumps need oil: Größe &lt; 3.");
  }

  @Test
  void documentWithoutTextIsEmpty() {
    assertThat(html(OfficeFiles.pdf("", ""))).isEmpty();
    assertThat(html(bytes(" \n "))).isEmpty();
  }

  @Test
  void encryptedDocumentIsUnreadable() {
    assertThat(reason(OfficeFiles.encryptedPdf("secret")))
        .isEqualTo("it is encrypted. Land it without a password.");
  }

  @Test
  void typeThatIsNoDocumentIsUnreadable() {
    byte[] program = new byte[256];
    program[0] = 'M';
    program[1] = 'Z';

    assertThat(reason(program))
        .startsWith("it is of type application/x-")
        .endsWith(". Land PDF, Word, PowerPoint, Excel, OpenDocument, RTF, HTML or text.");
    assertThat(reason(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13}))
        .startsWith("it is of type image/png.");
    assertThat(reason(new byte[0])).isEqualTo("it is empty. If it should not be, land it again.");
  }

  @Test
  void documentThatUnpacksToAMultipleIsUnreadable() {
    assertThat(OfficeFiles.zipBomb(16)).hasSizeLessThan(100_000);
    assertThat(reason(OfficeFiles.zipBomb(16))).endsWith(" Land it in parts.");
  }

  @Test
  void textLongerThanAllowedMakesTheDocumentUnreadableAndIsNotCut() {
    assertThat(new TikaReader(200).read(bytes("oil ".repeat(100))))
        .isEqualTo(
            new ExtractOutcome.Unreadable(
                "it has more than 200 characters of text and markup. Land it in parts."));
  }

  @Test
  void entityOutsideOfADocumentIsNotRead(@TempDir Path dir) throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "do not read me");

    ExtractOutcome outcome =
        READER.read(OfficeFiles.docxWithExternalEntity(secret.toUri().toString()));

    assertThat(outcome.toString()).doesNotContain("do not read me");
  }

  @Test
  void brokenDocumentsAreOutcomesToo() {
    // Given
    List<byte[]> whole =
        List.of(
            OfficeFiles.pdf("Pumps need oil."),
            OfficeFiles.docx("Pumps", "They need oil.", List.of("a")),
            OfficeFiles.xlsx("Prices", List.of(List.of("part"))),
            OfficeFiles.odt("Pumps", "oil"));
    Random random = new Random(3);

    for (byte[] document : whole) {
      for (int round = 0; round < 6; round++) {
        byte[] broken = document.clone();
        for (int i = 0; i < 1 + round * 8; i++) {
          broken[random.nextInt(broken.length)] = (byte) random.nextInt();
        }
        // When
        ExtractOutcome damaged = READER.read(broken);
        ExtractOutcome cut = READER.read(Arrays.copyOf(document, random.nextInt(document.length)));

        // Then
        assertThat(READER.read(broken)).isEqualTo(damaged);
        assertThat(List.of(damaged, cut)).doesNotContainNull();
      }
    }
  }

  private static String html(byte[] document) {
    ExtractOutcome outcome = READER.read(document);
    assertThat(outcome).isInstanceOf(ExtractOutcome.Extracted.class);
    return ((ExtractOutcome.Extracted) outcome).html();
  }

  private static String reason(byte[] document) {
    ExtractOutcome outcome = READER.read(document);
    assertThat(outcome).isInstanceOf(ExtractOutcome.Unreadable.class);
    return ((ExtractOutcome.Unreadable) outcome).reason();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
