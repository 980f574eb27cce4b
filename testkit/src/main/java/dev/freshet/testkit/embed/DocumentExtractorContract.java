package dev.freshet.testkit.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.ExtractOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every {@link DocumentExtractor} must do. Extend it in the implementation's own tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DocumentExtractorContract {

  private DocumentExtractor extractor;

  /** A fresh, open extractor. */
  protected abstract DocumentExtractor create();

  /**
   * A document of a format that the implementation reads.
   *
   * @param word its visible text
   */
  protected abstract byte[] documentWith(String word);

  @BeforeAll
  void openExtractor() {
    extractor = create();
  }

  @AfterAll
  void closeExtractor() {
    extractor.close();
  }

  @Test
  void textOfADocumentIsFound() {
    ExtractOutcome outcome = extractor.extract(documentWith("waterwheel"));

    assertThat(outcome).isInstanceOf(ExtractOutcome.Extracted.class);
    assertThat(((ExtractOutcome.Extracted) outcome).html()).contains("waterwheel");
  }

  @Test
  void sameBytesGiveTheSameOutcomeInEveryProcess() {
    byte[] document = documentWith("waterwheel");
    ExtractOutcome first = extractor.extract(document);

    assertThat(extractor.extract(document.clone())).isEqualTo(first);
    try (DocumentExtractor other = create()) {
      assertThat(other.extract(document)).isEqualTo(first);
    }
  }

  @Test
  void contentIsNotChanged() {
    byte[] document = documentWith("waterwheel");
    byte[] before = document.clone();

    extractor.extract(document);

    assertThat(document).isEqualTo(before);
  }

  @Test
  void anyBytesHaveAnOutcomeAndTheNextDocumentIsRead() {
    Random random = new Random(5);
    byte[] noise = new byte[10_000];
    random.nextBytes(noise);
    byte[] document = documentWith("waterwheel");

    assertThat(extractor.extract(new byte[0])).isInstanceOf(ExtractOutcome.Unreadable.class);
    assertThat(extractor.extract(noise)).isNotNull();
    assertThat(extractor.extract(Arrays.copyOf(document, document.length / 2))).isNotNull();
    textOfADocumentIsFound();
  }

  @Test
  void reasonSaysWhyAndWhatToDo() {
    ExtractOutcome outcome = extractor.extract(new byte[0]);

    assertThat(((ExtractOutcome.Unreadable) outcome).reason()).matches("[a-z].+\\. [A-Z].+\\.");
  }

  @Test
  void threadsShareAnExtractor() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Callable<ExtractOutcome>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String word = "word" + i;
        calls.add(() -> extractor.extract(documentWith(word)));
      }
      List<Future<ExtractOutcome>> answers = pool.invokeAll(calls, 2, TimeUnit.MINUTES);

      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get().toString()).contains("word" + i);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void closedExtractorIsAnError() {
    DocumentExtractor closed = create();
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.extract(documentWith("waterwheel")))
        .isInstanceOf(IllegalStateException.class);
  }
}
