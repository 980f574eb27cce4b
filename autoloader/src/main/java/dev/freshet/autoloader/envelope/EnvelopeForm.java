package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.filelog.FileLog;
import dev.freshet.autoloader.format.ContentFormat;
import dev.freshet.autoloader.fs.LandingAccess;
import dev.freshet.autoloader.option.EnvelopeOptions;
import dev.freshet.autoloader.option.EnvelopeOptions.RowUnit;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The output form {@code envelope}: a record of a file becomes a row of {@link #SCHEMA}, with where
 * it came from and what is wrong with it. What a record is, {@link ContentFormat} says: a line, or
 * with {@code wholetext} or {@code wholebytes} a file.
 *
 * <ul>
 *   <li>Every file version yields at least one row, so the highest {@code file_sequence} of a batch
 *       is the end of the batch.
 *   <li>A file that is missing, unreadable, corrupt, empty or all blank yields a <b>marker row</b>:
 *       {@code value} null, {@code line} 0, {@code error} says what and what to do. A file that
 *       breaks midway yields its good lines first.
 *   <li>UTF-16 and UTF-32 are recognised and become UTF-8. A line in another encoding has its lossy
 *       decoding as {@code value}, and an {@code error}; a file that is one row, no value.
 *   <li>With {@code jsonlines=true} lines that are not one JSON object each, because the file has
 *       another layout, are one row together with an {@code error}.
 *   <li>A line above {@value #MAX_LINE_MIB} MiB has a null {@code value} and an {@code error};
 *       memory stays bounded and the lines after it are read.
 *   <li>A byte order mark is skipped, {@code \r\n} ends a line like {@code \n}, a compressed file
 *       is recognised by its extension.
 *   <li>With {@code wholetext=true} a file is one row of line 1 with its whole content, up to
 *       {@value #MAX_FILE_MIB} MiB.
 *   <li>With {@code wholebytes=true} likewise, the content as it landed in base64: nothing is
 *       decompressed, decoded or skipped.
 * </ul>
 *
 * <p>Lines are numbered from 1, blank ones included. Reading never throws because of a file. With
 * the limit {@link EnvelopeOptions#MAX_FILE_BYTES}, for readers that keep a batch in memory, a file
 * of lines above it is read in parts, under several sequences, and a larger line is left out; a
 * file that is one row is a marker row. A part without lines is a row with neither value nor error.
 */
public final class EnvelopeForm {
  private static final int MAX_LINE_MIB = 16;
  private static final int MAX_FILE_MIB = 64;
  private static final int MIB = 1024 * 1024;

  /**
   * {@code value, line, file_path, file_sequence, file_size, file_modified, error, first_sequence};
   * {@code file_path} is absolute, without a scheme for files of this machine; size and time are
   * those of the file log. {@code first_sequence} is that of the version in which the line counts
   * as landed: an earlier one of the path, if this version begins with all the lines of the one
   * before.
   */
  public static final StructType SCHEMA =
      new StructType()
          .add("value", DataTypes.StringType)
          .add("line", DataTypes.LongType)
          .add("file_path", DataTypes.StringType)
          .add("file_sequence", DataTypes.LongType)
          .add("file_size", DataTypes.LongType)
          .add("file_modified", DataTypes.TimestampType)
          .add("error", DataTypes.StringType)
          .add("first_sequence", DataTypes.LongType);

  private final FileContents contents;
  private final long maxFileBytes;
  private final boolean lines;
  private final LandingAccess landing;

  /**
   * @param options what a record is, and the limit of a file's size
   * @param landing how files are read; one that is missing with all of the landing zone is no
   *     marker row
   */
  public EnvelopeForm(EnvelopeOptions options, LandingAccess landing) {
    this.landing = landing;
    this.maxFileBytes = options.maxFileBytes();
    this.contents =
        new TextContents(
            ContentFormat.of(
                options, (int) Math.min(MAX_LINE_MIB * MIB, maxFileBytes), MAX_FILE_MIB * MIB),
            landing);
    this.lines = options.row() == RowUnit.LINE || options.row() == RowUnit.JSON_LINE;
  }

  /**
   * Cuts the files of each batch that are too large for one; only where a line is a row, and there
   * is a limit.
   */
  public Optional<FileParts> parts(FileLog log) {
    return lines && maxFileBytes < Long.MAX_VALUE
        ? Optional.of(new FileParts(log, contents, landing, maxFileBytes))
        : Optional.empty();
  }

  /**
   * A batch of these versions in few partitions: one task costs more than many small files.
   *
   * @param streamId whose file log numbers them
   */
  public Batch batch(List<FileToRead> files, String streamId) {
    return new EnvelopeBatch(
        files,
        new EnvelopeReaderFactory(
            contents, new EnvelopeReader.Limit(maxFileBytes, lines), landing, streamId));
  }
}
