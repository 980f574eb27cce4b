package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.discovery.LandingSample;
import dev.freshet.autoloader.envelope.EnvelopeForm;
import dev.freshet.autoloader.envelope.FileToRead;
import dev.freshet.autoloader.enveloped.EnvelopedForm;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.fs.AccessSettings;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.fs.LandingPath;
import dev.freshet.autoloader.option.AutoloaderOptions;
import dev.freshet.autoloader.option.BadRecordsPath;
import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.autoloader.typed.TypedForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;

/**
 * A batch of everything that has landed when it is planned, for a look at it and for SQL. There is
 * no file log: the next batch reads it all again. Files are numbered from 1 in the order of their
 * paths.
 */
final class LandedNow {
  private static final String NO_STREAM = "batch";

  private LandedNow() {}

  static Batch batch(AutoloaderStream.Rows rows, AutoloaderOptions options) {
    LandingAccess landing =
        AccessSettings.access(options, SparkSession.active().sessionState().newHadoopConf());
    List<FileVersion> files = files(options, landing);
    if (options.format() == CloudFilesFormat.ENVELOPE) {
      return new EnvelopeForm(EnvelopeOptions.parse(options.readerOptions()), landing)
          .batch(whole(files), NO_STREAM);
    }
    return options.reading().enveloped()
        ? new EnvelopedForm(options, landing).batch(whole(files), NO_STREAM)
        : typed(rows, options, landing).batch(files);
  }

  /** Each batch writes down what it cannot read under a name of its own. */
  private static TypedForm typed(
      AutoloaderStream.Rows rows, AutoloaderOptions options, LandingAccess landing) {
    options
        .reading()
        .badRecordsPath()
        .ifPresent(
            place -> BadRecordsPath.requireOutside(place, LandingPath.of(options).location()));
    TypedForm.Whose whose =
        new TypedForm.Whose(NO_STREAM + "-" + UUID.randomUUID(), sequence -> {});
    return new TypedForm(rows.schema(), rows.inferred(), options, landing, whose);
  }

  private static List<FileToRead> whole(List<FileVersion> files) {
    return files.stream().map(FileToRead::of).toList();
  }

  private static List<FileVersion> files(AutoloaderOptions options, LandingAccess landing) {
    LandingSample.Selection landed = LandingSample.select(options, landing, Integer.MAX_VALUE);
    if (landed.found() >= LandingSample.MAX_FOUND) {
      throw new IllegalArgumentException(
          "Cannot read "
              + options.path()
              + " as a batch: it has "
              + LandingSample.MAX_FOUND
              + " files or more. Read it as a stream, or leave files out with pathGlobFilter or"
              + " modifiedAfter.");
    }
    Map<String, Optional<LandedFile>> now = landing.lookAll(new LinkedHashSet<>(landed.chosen()));
    List<FileVersion> files = new ArrayList<>();
    Instant found = Instant.now();
    now.forEach(
        (path, file) -> {
          LandedFile known = file.orElse(new LandedFile(path, 0, Instant.EPOCH));
          files.add(
              new FileVersion(files.size() + 1L, path, known.size(), known.modifiedAt(), found));
        });
    return files;
  }
}
