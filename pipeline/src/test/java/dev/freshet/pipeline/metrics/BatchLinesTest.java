package dev.freshet.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.BatchIdentity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator can follow with {@code FRESHET_LOG_LEVEL=info}. */
class BatchLinesTest {

  private final Logger logger = (Logger) LogManager.getLogger(PipelineMetrics.class);
  private final Level before = logger.getLevel();
  private final Lines lines = new Lines();
  private final PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void leave() {
    logger.removeAppender(lines);
    logger.setLevel(before);
  }

  @Test
  void entryCompletionAndFailureOfABatchHaveItsId() {
    BatchIdentity batch = new BatchIdentity("s", 7);

    metrics.started(batch);
    metrics.failed(batch, new IllegalStateException("store"));
    metrics.started(batch);
    metrics.completed(BatchReports.of("s", 7));
    metrics.completed(BatchReport.skipped(batch, BatchReports.LANDED));

    assertThat(lines.written)
        .containsExactly(
            "INFO batch started s:7",
            "WARN batch failed s:7",
            "INFO batch started s:7",
            "INFO batch committed s:7",
            "INFO batch skipped, it was committed before s:7");
  }

  /** Keeps level, message and batch. */
  private static final class Lines extends AbstractAppender {

    private final List<String> written = new ArrayList<>();

    Lines() {
      super("lines", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      written.add(
          event.getLevel()
              + " "
              + event.getMessage().getFormattedMessage()
              + " "
              + event.getContextData().getValue("batchId"));
    }
  }
}
