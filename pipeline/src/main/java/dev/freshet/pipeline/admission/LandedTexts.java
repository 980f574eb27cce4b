package dev.freshet.pipeline.admission;

import dev.freshet.autoloader.discovery.LandingSample;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.format.FileStart;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.embed.DocumentExtractor;
import dev.freshet.core.embed.Embedder;
import dev.freshet.pipeline.change.EventReader;
import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;
import dev.freshet.pipeline.landing.LandedRecords;
import dev.freshet.pipeline.landing.SourceAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a sample of the landed files as the pipeline does, from line to chunk. It reads the
 * beginning of a bounded number of files; the tokens of a longer file are extrapolated. Not
 * thread-safe.
 */
public final class LandedTexts {

  private static final Logger LOGGER = LoggerFactory.getLogger(LandedTexts.class);

  private static final int FILES = 60;
  private static final int BYTES_PER_FILE = 256 * 1024;
  private static final int TEXTS = 2_000;

  private final LandedRecords records;
  private final Chunker chunker;
  private final Embedder embedder;
  private final EventReader reader;
  private final LandingAccess files;
  private final List<String> texts = new ArrayList<>();
  private final List<Long> tokensPerFile = new ArrayList<>();

  private LandedTexts(
      FreshetConfig config, DocumentExtractor extractor, Chunker chunker, Embedder embedder) {
    this.records = new LandedRecords(config, BYTES_PER_FILE, BYTES_PER_FILE);
    this.chunker = chunker;
    this.embedder = embedder;
    this.reader = EventReader.of(config, extractor);
    this.files = new SourceAccess(config).access();
  }

  /**
   * Samples the landing zone. If nothing with a text has landed, the sample is a built-in one.
   *
   * @param extractor stays the caller's to close, as the embedder does
   * @throws UncheckedIOException if the landing zone cannot be listed; a file that cannot be read
   *     is left out
   */
  public static TextSample sample(
      FreshetConfig config, DocumentExtractor extractor, Chunker chunker, Embedder embedder) {
    LandedTexts landed = new LandedTexts(config, extractor, chunker, embedder);
    SourceAccess source = new SourceAccess(config);
    if (source.isThere()) {
      LandingSample.files(source.options(), landed.files, FILES).forEach(landed::add);
    }
    return landed.texts.isEmpty()
        ? TextSample.builtIn(chunker)
        : TextSample.landed(landed.texts, landed.tokensPerFile);
  }

  private void add(String file) {
    try {
      FileStart start = FileStart.read(records.open(file), BYTES_PER_FILE);
      long size = files.look(file).map(LandedFile::size).orElse(0L);
      long tokens = 0;
      for (int i = 0; i < start.values().size(); i++) {
        tokens += tokens(row(file, start.values().get(i), i + 1L, size));
      }
      double rest = start.whole() ? 1 : Math.max(1, size / (double) Math.max(1, start.bytes()));
      tokensPerFile.add((long) (tokens * rest));
    } catch (IOException | RuntimeException e) {
      LOGGER
          .atWarn()
          .addKeyValue("path", file)
          .addKeyValue("error", e.toString())
          .log("landed file cannot be read, left out of the sample");
    }
  }

  private static LandedRow row(String file, String value, long line, long size) {
    return new LandedRow(value, line, file, 1, size, Instant.EPOCH, null);
  }

  private long tokens(LandedRow row) {
    if (!(reader.read(row) instanceof Reading.Event event) || event.document() == null) {
      return 0;
    }
    long tokens = 0;
    for (String chunk : chunker.split(event.document().text())) {
      tokens += embedder.countTokens(chunk);
      if (texts.size() < TEXTS) {
        texts.add(chunk);
      }
    }
    return tokens;
  }
}
