package dev.freshet.pipeline.run;

import dev.freshet.autoloader.envelope.EnvelopeForm;
import dev.freshet.pipeline.change.LandedRow;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;

/** Decodes rows of the autoloader's envelope to {@link LandedRow}. */
final class LandedRowCodec {

  private static final int VALUE = EnvelopeForm.SCHEMA.fieldIndex("value");
  private static final int LINE = EnvelopeForm.SCHEMA.fieldIndex("line");
  private static final int PATH = EnvelopeForm.SCHEMA.fieldIndex("file_path");
  private static final int SEQUENCE = EnvelopeForm.SCHEMA.fieldIndex("file_sequence");
  private static final int SIZE = EnvelopeForm.SCHEMA.fieldIndex("file_size");
  private static final int MODIFIED = EnvelopeForm.SCHEMA.fieldIndex("file_modified");
  private static final int ERROR = EnvelopeForm.SCHEMA.fieldIndex("error");
  private static final int FIRST = EnvelopeForm.SCHEMA.fieldIndex("first_sequence");

  private LandedRowCodec() {}

  static List<LandedRow> decode(List<Row> rows) {
    return rows.stream().map(LandedRowCodec::decode).toList();
  }

  private static LandedRow decode(Row row) {
    Instant landedAt =
        row.get(MODIFIED) instanceof Instant instant
            ? instant
            : row.getTimestamp(MODIFIED).toInstant();
    return new LandedRow(
        row.getString(VALUE),
        row.getLong(LINE),
        row.getString(PATH),
        new LandedRow.Landing(row.getLong(SEQUENCE), row.getLong(FIRST)),
        row.getLong(SIZE),
        landedAt,
        row.getString(ERROR));
  }
}
