package dev.freshet.autoloader.spark;

import dev.freshet.autoloader.envelope.FileToRead;
import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.filelog.FileVersion;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.autoloader.filelog.Portion;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.fs.LocalAccess;
import dev.freshet.storage.location.StorageAwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the lines that landed before: those with which a file version begins, if they are all the
 * lines of the version before of its path. Each content is read once more for that, and remembered
 * in the file log; discovery uses it to tell a change of a file from a change of its content.
 */
final class RepeatedLines {
  private static final Logger LOGGER = LoggerFactory.getLogger(RepeatedLines.class);

  /** Portion a larger file twice costs seconds. */
  private static final long MAX_BYTES = 1L << 30;

  private final FileLog log;
  private final LandingAccess landing;
  private final boolean followLinks;
  private final boolean lines;

  /**
   * @param landing how files are read
   * @param followLinks whether the files are read that links lead to
   * @param lines whether a line is a record; else only the contents are remembered
   */
  RepeatedLines(FileLog log, LandingAccess landing, boolean followLinks, boolean lines) {
    this.log = log;
    this.landing = landing;
    this.followLinks = followLinks;
    this.lines = lines;
  }

  /**
   * The versions of a batch, in order; called again for a batch that is repeated. An {@link
   * UncheckedIOException} says that their storage does not answer.
   */
  List<FileToRead> of(List<FileVersion> versions) {
    List<FileToRead> planned = new ArrayList<>(versions.size());
    for (FileVersion version : versions) {
      planned.add(of(version));
    }
    return planned;
  }

  private FileToRead of(FileVersion version) {
    Portion portion = log.portions().of(version.sequence());
    String content = log.place(version);
    FileToRead unknown = FileToRead.of(version, content, portion);
    try {
      if (followLinks && landing instanceof LocalAccess) {
        content = Path.of(content).toRealPath().toString();
        unknown = FileToRead.of(version, content, portion);
      }
      if (landing.look(content).map(LandedFile::size).orElse(0L) > MAX_BYTES) {
        return unknown;
      }
      ContentMark before = log.marks().before(version.sequence()).orElse(null);
      ContentMark known = log.marks().of(version.sequence()).orElse(null);
      if (portion.afterRecord() > 0 && known != null) {
        return repeated(unknown, known, before);
      }
      ContentMark.Comparison comparison =
          ContentMark.compare(landing, content, portion.origin(), before);
      log.marks().put(version.sequence(), comparison.mark());
      return lines
          ? new FileToRead(
              version, content, comparison.repeatedLines(), comparison.mark().since(), portion)
          : unknown;
    } catch (StorageAwayException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      LOGGER
          .atDebug()
          .setCause(e)
          .addKeyValue("path", version.path())
          .log("cannot compare a file with its version before, its reader reports it");
      return unknown;
    }
  }

  /** Of a part behind the first, which was compared as a whole when the first was planned. */
  private static FileToRead repeated(
      FileToRead part, ContentMark known, @Nullable ContentMark before) {
    if (before == null || known.since() == part.portion().origin()) {
      return part;
    }
    long repeatedLines = before.sameContent(known) ? Long.MAX_VALUE : before.lines();
    return new FileToRead(
        part.version(), part.content(), repeatedLines, known.since(), part.portion());
  }
}
