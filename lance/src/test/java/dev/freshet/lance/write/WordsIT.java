package dev.freshet.lance.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.Chunk;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.maintenance.ColumnIndex;
import dev.freshet.core.maintenance.MaintenanceStep;
import dev.freshet.core.maintenance.StepOutcome;
import dev.freshet.core.maintenance.TableMaintainer;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.TextQuery;
import dev.freshet.core.vector.VectorRow;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.core.words.SearchWords;
import dev.freshet.lance.LanceVectorTable;
import dev.freshet.lance.index.ColumnIndexes;
import dev.freshet.lance.table.ChunkSchema;
import dev.freshet.lance.table.LanceTable;
import dev.freshet.lance.table.TextColumn;
import dev.freshet.testkit.vector.SampleRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** A search for words finds what a reader takes for the same word, in every script. */
class WordsIT {

  /** Text by record key. */
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("nfd", "E\u0301lection: le re\u0301sume\u0301 de la fac\u0327ade"),
          Map.entry("nfc", "Une crème brûlée à côté du château"),
          Map.entry("shy", "The quar\u00ADter\u00ADback threw a touch\u00ADdown; zero\u200Bwidth"),
          Map.entry("lig", "The ﬁnal ofﬁce ﬂoor plan"),
          Map.entry("wide", "型番はＡＢＣ１２３です"),
          Map.entry("ru", "Возврат товара, ещё раз"),
          Map.entry("el", "Ο ΣΊΣΥΦΟΣ σηκώνει"),
          Map.entry("de", "Die Größe der Straße in Łódź, Smørrebrød"),
          Map.entry("tr", "İSTANBUL ve Diyarbakır"),
          Map.entry("zh", "我们在北京大学学习"),
          Map.entry("ja", "東京都に住んでいます"),
          Map.entry("th", "ประเทศไทยมีอาหารอร่อย"),
          Map.entry("ko", "서울에서 만나요"),
          Map.entry("rare", "\uD842\uDFB7野家"),
          Map.entry(
              "sha", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
          Map.entry("law", "Das Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"));

  /** The key that a question finds, alone. */
  private static final Map<String, String> ASKED = new LinkedHashMap<>();

  static {
    ASKED.put("résumé", "nfd");
    ASKED.put("resume", "nfd");
    ASKED.put("FACADE", "nfd");
    ASKED.put("e\u0301lection", "nfd");
    ASKED.put("bru\u0302le\u0301e", "nfc");
    ASKED.put("chateau", "nfc");
    ASKED.put("quarterback", "shy");
    ASKED.put("touch\u00ADdown", "shy");
    ASKED.put("zerowidth", "shy");
    ASKED.put("width", "shy");
    ASKED.put("final", "lig");
    ASKED.put("abc123", "wide");
    ASKED.put("еще", "ru");
    ASKED.put("ВОЗВРАТ", "ru");
    ASKED.put("σίσυφος", "el");
    ASKED.put("STRASSE", "de");
    ASKED.put("lodz", "de");
    ASKED.put("smorrebrod", "de");
    ASKED.put("istanbul", "tr");
    ASKED.put("diyarbakir", "tr");
    ASKED.put("北京", "zh");
    ASKED.put("京都", "ja");
    ASKED.put("อาหาร", "th");
    ASKED.put("서울", "ko");
    ASKED.put("\uD842\uDFB7野家", "rare");
    ASKED.put("9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08", "sha");
    ASKED.put("rindfleischetikettierungsuberwachungsaufgabenubertragungsgesetz", "law");
  }

  @TempDir Path directory;

  private VectorTableWriter writer;

  private Path path() {
    return directory.resolve("chunks.lance");
  }

  @AfterEach
  void close() {
    writer.close();
  }

  private void write(long sequence, Map<String, String> texts) {
    List<VectorRow> rows = new ArrayList<>();
    texts.forEach((key, text) -> rows.addAll(SampleRows.record(key, sequence, text)));
    TestBatches.commit(writer, sequence, rows);
  }

  private void buildFullText() {
    try (TableMaintainer maintainer = LanceVectorTable.openMaintainer(path(), "test")) {
      assertThat(
              maintainer.run(
                  new MaintenanceStep.BuildColumnIndex(ColumnIndex.fullText(), TEXTS.size())))
          .isInstanceOf(StepOutcome.Done.class);
    }
  }

  private Set<String> found(String question) {
    return found(new TextQuery(question, 50));
  }

  private Set<String> found(String question, String filter) {
    return found(new TextQuery(question, 50, Optional.of(Filter.parse(filter))));
  }

  private Set<String> found(TextQuery query) {
    try (VectorTableReader reader = LanceVectorTable.openReader(path())) {
      return reader.search(query).hits().stream()
          .map(Hit::key)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void assertAllFound() {
    ASKED.forEach((question, key) -> assertThat(found(question)).as(question).containsExactly(key));
  }

  @Test
  void formsOfAWordAreOneWordInTheIndex() {
    writer = LanceVectorTable.openWriter(path(), SampleRows.spec());
    write(1, TEXTS);
    buildFullText();
    assertAllFound();
  }

  @Test
  void formsOfAWordAreOneWordInTheTailToo() {
    writer = LanceVectorTable.openWriter(path(), SampleRows.spec());
    write(1, Map.of("first", "something else"));
    buildFullText();
    write(2, TEXTS);
    assertAllFound();
  }

  @Test
  void aTableOfAnEarlyVersionIsCarriedOver() throws Exception {
    writer = LanceVectorTable.openWriter(path(), SampleRows.spec());
    write(1, Map.of("nfc", "an old text", "gone", "a text"));
    write(2, TEXTS);
    TestBatches.commit(writer, 3, List.of(), Set.of("gone"));
    writer.close();
    try (LanceTable table = LanceTable.open(path().toString())) {
      table.dataset().dropColumns(List.of(ChunkSchema.WORDS));
    }
    buildFullText();
    assertThat(indexes()).contains(ColumnIndexes.FULL_TEXT_OF_OLD);
    assertThat(found("château")).containsExactly("nfc");
    assertThat(found("quarterback")).isEmpty();

    VectorTableReader opened = LanceVectorTable.openReader(path());
    writer = LanceVectorTable.openWriter(path(), SampleRows.spec());
    assertThat(writer.lastCommitted("s").orElseThrow().endSequence()).isEqualTo(3);
    assertEveryRowHasItsWords();
    assertThat(opened.search(new TextQuery("château", 10)).hits()).hasSize(1);
    write(4, Map.of("later", "landed after that"));
    // Now the columns of new types stand behind that of the words.
    Chunk typed = Chunk.of("typed", 5, List.of("naïve")).get(0);
    TestBatches.commit(
        writer,
        5,
        List.of(
            new VectorRow(
                typed,
                SampleRows.vector(typed.text()),
                Map.of("author", MetadataValue.Number.of(7), "tenant", MetadataValue.Number.of(3)),
                SampleRows.LANDED_AT)));

    buildFullText();
    assertThat(indexes()).contains(ColumnIndexes.FULL_TEXT);
    assertThat(indexes()).doesNotContain(ColumnIndexes.FULL_TEXT_OF_OLD);
    assertAllFound();
    assertThat(opened.search(new TextQuery("quarterback", 10)).hits()).hasSize(1);
    opened.close();
    assertThat(found("landed")).containsExactly("later");
    assertThat(found("naive", "author > 6 AND tenant < 4")).containsExactly("typed");
    assertThat(found("naive", "tenant = 'a'")).isEmpty();
    assertEveryRowHasItsWords();
  }

  private List<String> indexes() {
    try (LanceTable table = LanceTable.open(path().toString())) {
      return table.dataset().listIndexes();
    }
  }

  private void assertEveryRowHasItsWords() throws Exception {
    ScanOptions all =
        new ScanOptions.Builder().columns(List.of(ChunkSchema.TEXT, ChunkSchema.WORDS)).build();
    int rows = 0;
    try (LanceTable table = LanceTable.open(path().toString());
        LanceScanner scanner = table.dataset().newScan(all);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        TextColumn texts = TextColumn.of(batches.getVectorSchemaRoot(), ChunkSchema.TEXT);
        TextColumn words = TextColumn.of(batches.getVectorSchemaRoot(), ChunkSchema.WORDS);
        for (int row = 0; row < texts.rows(); row++) {
          assertThat(words.text(row)).isEqualTo(SearchWords.ofText(texts.text(row)).joined());
          rows++;
        }
      }
    }
    assertThat(rows).isGreaterThanOrEqualTo(TEXTS.size());
  }
}
