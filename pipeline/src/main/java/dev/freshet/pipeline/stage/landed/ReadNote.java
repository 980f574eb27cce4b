package dev.freshet.pipeline.stage.landed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.autoloader.filelog.ContentMark;
import dev.freshet.autoloader.filelog.FileLogRebuild.Planned;
import dev.freshet.autoloader.filelog.LandedFile;
import dev.freshet.pipeline.change.LandedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Bronze says of a file version, on the last of its rows: which state of the file was read,
 * and how far. A file log that is lost is made again from these notes.
 *
 * @param state of the file as the file log knew it
 * @param content what its content was; null if that was not looked at
 * @param origin number under which its lines count as landed, unless they landed before
 * @param records so many of its records are read by the end of this batch
 * @param extent how far it was read
 * @param errors whether a row says that something could not be read
 */
public record ReadNote(
    State state,
    @Nullable Content content,
    long origin,
    long records,
    Extent extent,
    boolean errors) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** How far a version was read. */
  public enum Extent {
    /** To its end, or as far as its content can be read. */
    WHOLE,
    /** A part of it is read later. */
    PART,
    /** Nothing could be read of it. */
    NOTHING
  }

  /**
   * The state of a file.
   *
   * @param modifiedSeconds of its modification time, since 1970
   * @param modifiedNanos below the second
   * @param change as {@link LandedFile#change()}
   */
  public record State(long bytes, long modifiedSeconds, int modifiedNanos, long change) {

    static State of(LandedFile file) {
      Instant at = file.modifiedAt();
      return new State(file.size(), at.getEpochSecond(), at.getNano(), file.change());
    }

    /** The file at a path that was in this state. */
    public LandedFile at(String path) {
      Instant modifiedAt = Instant.ofEpochSecond(modifiedSeconds, modifiedNanos);
      return new LandedFile(path, bytes, modifiedAt, change);
    }
  }

  /** As {@link ContentMark}. */
  public record Content(long bytes, String sha256, long lines, long since) {

    static Content of(ContentMark mark) {
      return new Content(mark.bytes(), mark.sha256(), mark.lines(), mark.since());
    }

    /** The mark. */
    public ContentMark mark() {
      return new ContentMark(bytes, sha256, lines, since);
    }
  }

  /**
   * The note of one version.
   *
   * @param planned what the file log knows of it
   * @param rows all rows of its sequence, at least one
   */
  public static ReadNote of(Planned planned, List<LandedRow> rows) {
    long read = rows.stream().filter(row -> row.line() > 0).count();
    boolean errors = rows.stream().anyMatch(row -> row.error() != null);
    return new ReadNote(
        State.of(planned.file()),
        planned.mark().map(Content::of).orElse(null),
        planned.portion().origin(),
        planned.portion().afterRecord() + read,
        extent(planned, read > 0, errors),
        errors);
  }

  /** Damage behind a record that was read is damage of the content, which stays while it stays. */
  private static Extent extent(Planned planned, boolean anyRead, boolean errors) {
    boolean empty = planned.file().size() == 0;
    boolean began = anyRead || planned.portion().afterRecord() > 0;
    if (errors && !began && !empty) {
      return Extent.NOTHING;
    }
    return planned.portion().goesOn() ? Extent.PART : Extent.WHOLE;
  }

  /**
   * The notes of a batch by sequence, as texts. A version without a note is read again if the file
   * log is lost.
   */
  public static Map<Long, String> of(LandedBatch batch, BatchOrigin origin) {
    Map<Long, List<LandedRow>> rows = new TreeMap<>();
    batch
        .rows()
        .forEach(row -> rows.computeIfAbsent(row.sequence(), each -> new ArrayList<>()).add(row));
    Map<Long, String> notes = new HashMap<>();
    rows.forEach(
        (sequence, ofVersion) ->
            origin
                .planned()
                .apply(sequence)
                .ifPresent(planned -> notes.put(sequence, of(planned, ofVersion).text())));
    return notes;
  }

  /** As JSON. */
  public String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a note is always JSON", e);
    }
  }

  /** The note that a text is; empty if it is none, such as one of another build. */
  public static Optional<ReadNote> parse(String text) {
    try {
      ReadNote note = JSON.readValue(text, ReadNote.class);
      boolean known = note != null && note.state != null && note.extent != null;
      return known ? Optional.of(note) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
