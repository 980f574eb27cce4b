package dev.freshet.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.ExtractOutcome;
import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import dev.freshet.testkit.embed.DocumentExtractorContract;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TikaExtractorIT extends DocumentExtractorContract {

  private static final WorkerLimits SMALL = new WorkerLimits(32, Duration.ofSeconds(60), 16 << 20);

  @Override
  protected DocumentExtractor create() {
    return new TikaExtractor();
  }

  /** Of the formats whose parser loads fastest, as most tests start a process. */
  @Override
  protected byte[] documentWith(String word) {
    return OfficeFiles.odt("Title", word);
  }

  @Test
  void serviceLoaderFindsIt() {
    assertThat(ServiceLoader.load(DocumentExtractor.class).findFirst())
        .get()
        .isInstanceOf(TikaExtractor.class);
  }

  @Test
  void documentThatNeedsTooMuchMemoryEndsOnlyItsProcess() {
    try (TikaExtractor extractor = new TikaExtractor(SMALL)) {
      byte[] bomb = OfficeFiles.crowdedPdf(500);
      assertThat(bomb).hasSizeLessThan(64 << 10);

      assertThat(extractor.extract(bomb))
          .isEqualTo(
              new ExtractOutcome.Unreadable(
                  "reading it takes more than 32 MiB of memory, or crashes. Land it in parts."));
      assertThat(extractor.extract(documentWith("waterwheel")).toString()).contains("waterwheel");
    }
  }

  @Test
  void documentThatTakesTooLongEndsOnlyItsProcess() {
    WorkerLimits impatient = new WorkerLimits(256, Duration.ofMillis(1), 16 << 20);
    Set<ProcessHandle> before = children();
    try (TikaExtractor extractor = new TikaExtractor(impatient)) {
      assertThat(extractor.extract(OfficeFiles.crowdedPdf(500)))
          .isEqualTo(
              new ExtractOutcome.Unreadable("reading it takes longer than 0 s. Land it in parts."));
      assertThat(children()).isEqualTo(before);
    }
  }

  @Test
  void processThatIsKilledBetweenDocumentsIsReplaced() throws Exception {
    Set<ProcessHandle> before = children();
    try (TikaExtractor extractor = new TikaExtractor()) {
      extractor.extract(documentWith("waterwheel"));
      Set<ProcessHandle> own = children();
      own.removeAll(before);
      assertThat(own).hasSize(1);
      for (ProcessHandle process : own) {
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
      }

      assertThat(extractor.extract(documentWith("millstone")).toString()).contains("millstone");
    }
    assertThat(children()).as("nothing is left running").isEqualTo(before);
  }

  @Test
  void processThatDoesNotStartIsAnErrorAndNotAnUnreadableDocument() {
    try (TikaExtractor extractor =
        new TikaExtractor(new WorkerLimits(0, Duration.ofSeconds(60), -1))) {
      assertThatThrownBy(() -> extractor.extract(documentWith("waterwheel")))
          .isInstanceOfSatisfying(
              FreshetException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.EXTRACTION_FAILED))
          .hasMessageStartingWith(
              "Cannot read documents: the process that reads them does not start: ");
    }
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .collect(Collectors.toSet());
  }
}
