package dev.freshet.pipeline.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.autoloader.discovery.LandingSample;
import dev.freshet.autoloader.envelope.ReadErrors;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileRecord;
import dev.freshet.autoloader.format.FileRecords;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.error.FreshetException;
import dev.freshet.home.quarantine.ReasonGroups;
import dev.freshet.pipeline.change.ChangeEvent;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.feed.FeedCheck;
import dev.freshet.pipeline.landing.LandedRecords;
import dev.freshet.pipeline.landing.SourceAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads some of the landed files as a run would, from line to change, and tells what would become
 * of them. It reads the beginning of a bounded number of files, and changes nothing. Not
 * thread-safe.
 */
public final class LandedSample {

  private static final int FILES_MAX = 50;

  /** Binary documents take up to seconds each. */
  private static final int BINARY_FILES_MAX = 5;

  private static final int BYTES_PER_FILE = 256 * 1024;
  private static final int MIB = 1024 * 1024;

  /** As in a run, which leaves out what is longer. */
  private static final int LINE_BYTES_MAX = 16 * MIB;

  private static final int FILE_BYTES_MAX = 64 * MIB;

  private final EventReader reader;
  private final FeedCheck feed;
  private final LandedRecords records;
  private final SampledColumns columns;
  private final LandingAccess landing;
  private final ReasonGroups reasons = new ReasonGroups();
  private long rows;
  private long fine;
  private long changes;
  private boolean foreign;

  private LandedSample(FreshetConfig config, DocumentExtractor extractor) {
    this.reader = EventReader.of(config, extractor);
    this.feed = FeedCheck.of(config.source(), config.record());
    this.records = new LandedRecords(config, LINE_BYTES_MAX, FILE_BYTES_MAX);
    this.columns = new SampledColumns(config);
    this.landing = new SourceAccess(config).access();
  }

  /**
   * What was found.
   *
   * @param report figures and reasons
   * @param changes rows that insert, update or delete a record
   * @param missingColumns a sentence for each column that the configuration names and no row has
   * @param firstLeftOut an entry of the landing zone that the source does not read; null if there
   *     is none
   */
  public record Sampled(
      SampleReport report,
      long changes,
      List<String> missingColumns,
      @Nullable String firstLeftOut) {

    /** Copies the sentences. */
    public Sampled {
      missingColumns = List.copyOf(missingColumns);
    }

    /** Whether there are rows and none of them could be indexed. */
    public boolean nothingCouldBeIndexed() {
      return report.quarantined() > 0 && changes == 0;
    }
  }

  /**
   * Samples the landing zone of a configuration.
   *
   * @param extractor reads documents that are not text; stays the caller's to close
   * @throws UncheckedIOException if the landing zone cannot be listed
   */
  public static Sampled read(FreshetConfig config, DocumentExtractor extractor) {
    SourceAccess source = new SourceAccess(config);
    LandingSample.Selection selection = select(config, source);
    LandedSample sample = new LandedSample(config, extractor);
    for (int i = 0; i < selection.chosen().size(); i++) {
      sample.readFile(selection.chosen().get(i), i + 1L);
    }
    return new Sampled(
        new SampleReport(
            selection.found(),
            selection.leftOut().size(),
            selection.chosen().size(),
            sample.rows,
            sample.fine,
            sample.rows - sample.fine,
            sample.reasons.largestFirst()),
        sample.changes,
        sample.missingColumns(),
        selection.leftOut().isEmpty() ? null : selection.leftOut().get(0));
  }

  private static LandingSample.Selection select(FreshetConfig config, SourceAccess source) {
    boolean binary = config.document().format() == DocumentFormat.BINARY;
    return source.isThere()
        ? LandingSample.select(
            source.options(), source.access(), binary ? BINARY_FILES_MAX : FILES_MAX)
        : new LandingSample.Selection(List.of(), 0, List.of());
  }

  private void readFile(String path, long sequence) {
    FileVersion file = version(path, sequence);
    long lastLine = 0;
    long bytes = 0;
    try (FileRecords read = records.open(file.path())) {
      while (bytes < BYTES_PER_FILE) {
        FileRecord record = read.next();
        if (record == null) {
          break;
        }
        byte[] value = record.value();
        lastLine = record.line();
        bytes += value == null ? 1 : value.length + 1L;
        String text = value == null ? null : new String(value, StandardCharsets.UTF_8);
        add(row(file, text, lastLine, record.error()));
      }
      if (lastLine == 0) {
        add(row(file, null, 0, ReadErrors.withoutContent(file)));
      }
    } catch (FreshetException e) {
      throw e; // The file is not at fault: the reader does not work at all.
    } catch (IOException | RuntimeException | LinkageError e) {
      // Codecs report a corrupt file as any of these, a missing native library as the last.
      add(row(file, null, 0, ReadErrors.of(file, lastLine, e)));
    }
  }

  private FileVersion version(String path, long sequence) {
    LandedFile unknown = new LandedFile(path, 0, Instant.EPOCH);
    try {
      LandedFile now = landing.look(path).orElse(unknown);
      return new FileVersion(sequence, path, now.size(), now.modifiedAt(), now.modifiedAt());
    } catch (IOException e) {
      return new FileVersion(sequence, path, 0, Instant.EPOCH, Instant.EPOCH);
    }
  }

  private static LandedRow row(
      FileVersion file, @Nullable String value, long line, @Nullable String error) {
    return new LandedRow(
        value, line, file.path(), file.sequence(), file.size(), file.modifiedAt(), error);
  }

  /** Rows of another format have other columns; the format is to be set first. */
  private List<String> missingColumns() {
    return foreign && changes == 0 ? List.of() : columns.missing(changes > 0);
  }

  private void add(LandedRow row) {
    rows++;
    Reading reading = reader.read(row);
    if (reading instanceof Reading.Rejected rejected) {
      reasons.add(rejected.reason(), row.path(), row.line());
      feed.columns(row.value()).ifPresent(columns::add);
      foreign |= feed.reasonFor(row.value()).isPresent();
      return;
    }
    fine++;
    ChangeEvent event =
        reading instanceof Reading.Incomplete incomplete
            ? incomplete.event()
            : ((Reading.Event) reading).event();
    if (event.op() != ChangeEvent.Op.CONTROL) {
      changes++;
      ObjectNode fields = event.fields();
      if (fields != null) {
        columns.add(fields);
      }
    }
  }
}
