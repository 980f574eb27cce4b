package dev.freshet.pipeline.landing;

import dev.freshet.autoloader.envelope.FileToRead;
import dev.freshet.autoloader.enveloped.EnvelopedForm;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.ContentFormat;
import dev.freshet.autoloader.format.FileRecords;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.pipeline.session.SparkSessions;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The records of landed files as a run reads them, for who looks at some of them before. Formats
 * with columns need Spark, which starts with the first file of them. Not thread-safe.
 */
public final class LandedRecords {

  private final FreshetConfig config;
  private final AutoloaderOptions options;
  private final LandingAccess landing;
  private final ContentFormat format;
  private @Nullable EnvelopedForm columns;
  private long opened;

  /**
   * @param maxLineBytes a longer line is a record without a value
   * @param maxFileBytes a larger file likewise, where a file is a record
   */
  public LandedRecords(FreshetConfig config, int maxLineBytes, int maxFileBytes) {
    SourceAccess source = new SourceAccess(config);
    this.config = config;
    this.options = source.options();
    this.landing = source.access();
    this.format =
        ContentFormat.of(
            EnvelopeOptions.parse(options.readerOptions()), maxLineBytes, maxFileBytes);
  }

  /**
   * The records of a file, which are the caller's to close.
   *
   * @throws IOException if it cannot be read; a damaged compressed file may also cause an unchecked
   *     exception
   */
  public FileRecords open(String path) throws IOException {
    if (!config.source().format().hasColumns()) {
      return format.read(format.open(landing, path));
    }
    opened++;
    LandedFile now = landing.look(path).orElse(new LandedFile(path, 0, Instant.EPOCH));
    return form()
        .open(
            FileToRead.of(
                new FileVersion(opened, path, now.size(), now.modifiedAt(), Instant.EPOCH)));
  }

  private EnvelopedForm form() {
    EnvelopedForm form = columns;
    if (form == null) {
      SparkSessions.start(config.name());
      form = new EnvelopedForm(options, landing);
      columns = form;
    }
    return form;
  }
}
