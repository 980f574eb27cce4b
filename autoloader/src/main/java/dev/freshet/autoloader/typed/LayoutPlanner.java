package dev.freshet.autoloader.typed;

import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.reader.ColumnScan;
import dev.freshet.autoloader.reader.FileLayout;
import dev.freshet.autoloader.schema.SchemaColumns;
import dev.freshet.autoloader.schema.TypeWidening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides how a file is read into the columns of the output, from the columns that it has. Pure.
 *
 * @param format of the files
 * @param rescues whether what fits no column is kept
 * @param caseSensitive whether a name that differs only in case is another column
 */
record LayoutPlanner(CloudFilesFormat format, boolean rescues, boolean caseSensitive) {

  /**
   * The layout of a file.
   *
   * @param wanted columns of the output that are not in its path
   * @param path columns of the output that are in its path
   * @param seen what is known of the file
   */
  FileLayout plan(StructType wanted, StructType path, ColumnScan.Seen seen) {
    Optional<StructField> corrupt =
        seen.corrupt().filter(column -> rescues && SchemaColumns.find(wanted, column.name()) < 0);
    return switch (format) {
      case CSV -> separated(wanted, path, seen, corrupt);
      case JSON, XML -> named(wanted, path, seen.columns(), corrupt);
      case AVRO, ORC, PARQUET ->
          rescues ? typed(wanted, path, seen.columns()) : FileLayout.of(wanted, path);
      case TEXT, BINARY_FILE, ENVELOPE -> FileLayout.of(wanted, path);
    };
  }

  /**
   * The same layout, where a malformed record is told apart. With rescued data a value of another
   * type does not make a record malformed, and a text tells which records are.
   *
   * @param corrupt name of the column for its text, which is no column of the output
   */
  FileLayout separating(FileLayout layout, String corrupt) {
    boolean isText =
        format == CloudFilesFormat.CSV
            || format == CloudFilesFormat.JSON
            || format == CloudFilesFormat.XML;
    if (layout.rest().filter(rest -> isIn(rest.columns(), corrupt)).isPresent()) {
      return layout.separatedBy(corrupt);
    }
    return isText && !rescues && layout.data().length() > 0
        ? layout.separatedBy(text(corrupt))
        : layout;
  }

  private static boolean isIn(StructType columns, String name) {
    return SchemaColumns.findExactly(columns, name) >= 0;
  }

  /** The parser finds columns by their very names, and reads again as text what may not fit. */
  private FileLayout named(
      StructType wanted, StructType path, StructType seen, Optional<StructField> corrupt) {
    StructType data = withOtherCases(wanted, seen);
    StructType unfit = SchemaColumns.without(unfit(data, seen), path);
    if (unfit.length() == 0 && corrupt.isPresent() && data.length() > 0) {
      unfit = unfit.add(text(data.apply(0).name())); // Spark reads corrupt records not alone.
    }
    StructType rest = unfit.length() == 0 ? unfit : with(unfit, corrupt);
    return new FileLayout(
        data,
        data,
        path,
        rescues && rest.length() > 0
            ? Optional.of(new FileLayout.Rest(rest, Optional.of(SchemaColumns.asStrings(rest))))
            : Optional.empty());
  }

  /**
   * The parser finds columns by their places, so it is told all of the file. It tells of a row with
   * another number of values by the text of that row.
   */
  private FileLayout separated(
      StructType wanted, StructType path, ColumnScan.Seen file, Optional<StructField> corrupt) {
    StructType seen = file.columns();
    StructType data = withOtherCases(wanted, seen);
    List<StructField> all = new ArrayList<>();
    List<StructField> read = new ArrayList<>();
    for (StructField field : seen.fields()) {
      int at = SchemaColumns.findExactly(data, field.name());
      all.add(at < 0 ? text(field.name()) : data.apply(at));
      if (at >= 0) {
        read.add(data.apply(at));
      }
    }
    for (StructField field : data.fields()) { // Any other would be missing in each row.
      if (file.corrupt().filter(each -> each.name().equals(field.name())).isPresent()) {
        all.add(field);
        read.add(field);
      }
    }
    StructType unfit = SchemaColumns.without(unfit(data, seen), path);
    StructType rest = with(unfit, corrupt);
    boolean again = rescues && unfit.length() > 0;
    StructType whole = SchemaColumns.of(all.stream());
    return new FileLayout(
        again ? whole : with(whole, corrupt),
        SchemaColumns.of(read.stream()),
        path,
        rescues && rest.length() > 0
            ? Optional.of(
                new FileLayout.Rest(
                    rest,
                    again
                        ? Optional.of(with(SchemaColumns.asStrings(seen), corrupt))
                        : Optional.empty()))
            : Optional.empty());
  }

  private static StructType with(StructType columns, Optional<StructField> last) {
    return last.map(columns::add).orElse(columns);
  }

  private static StructField text(String name) {
    return DataTypes.createStructField(name, DataTypes.StringType, true);
  }

  /** What a text format has, and is not surely read by a column. */
  private StructType unfit(StructType data, StructType seen) {
    return SchemaColumns.of(
        Stream.of(seen.fields())
            .filter(
                field -> {
                  int at = SchemaColumns.findExactly(data, field.name());
                  return at < 0
                      || !(data.apply(at).dataType().equals(DataTypes.StringType)
                          || fits(field.dataType(), data.apply(at).dataType(), false));
                }));
  }

  /** With names in any case, one that differs only in case is read as its column. */
  private StructType withOtherCases(StructType wanted, StructType seen) {
    if (caseSensitive) {
      return wanted;
    }
    List<StructField> fields = new ArrayList<>(List.of(wanted.fields()));
    for (StructField field : seen.fields()) {
      int at = SchemaColumns.find(wanted, field.name());
      if (at >= 0 && !wanted.apply(at).name().equals(field.name())) {
        fields.add(DataTypes.createStructField(field.name(), wanted.apply(at).dataType(), true));
      }
    }
    return SchemaColumns.of(fields.stream());
  }

  /** Readers of typed formats fail on another type, so such a column is read as what it is. */
  private static FileLayout typed(StructType wanted, StructType path, StructType seen) {
    List<StructField> data = new ArrayList<>();
    List<StructField> rest = new ArrayList<>();
    for (StructField field : wanted.fields()) {
      int at = SchemaColumns.find(seen, field.name());
      if (at < 0 || fits(seen.apply(at).dataType(), field.dataType(), true)) {
        data.add(field);
      }
    }
    StructType read = SchemaColumns.of(data.stream());
    for (StructField field : seen.fields()) {
      if (SchemaColumns.find(read, field.name()) < 0
          && SchemaColumns.find(path, field.name()) < 0) {
        rest.add(field);
      }
    }
    FileLayout.Rest others = new FileLayout.Rest(SchemaColumns.of(rest.stream()), Optional.empty());
    FileLayout layout =
        new FileLayout(read, read, path, rest.isEmpty() ? Optional.empty() : Optional.of(others));
    return new FileLayout(layout.readByTheFirst(), read, path, layout.rest());
  }

  /**
   * Whether each value of one type is read into the other by a reader of Spark.
   *
   * @param more whether a struct may have fields that the other lacks, which are not read then
   */
  static boolean fits(DataType seen, DataType wanted, boolean more) {
    if (seen instanceof StructType struct && wanted instanceof StructType other) {
      return Stream.of(struct.fields())
          .allMatch(
              field -> {
                int at = SchemaColumns.findExactly(other, field.name());
                return at < 0 ? more : fits(field.dataType(), other.apply(at).dataType(), more);
              });
    }
    if (seen instanceof ArrayType array && wanted instanceof ArrayType other) {
      return fits(array.elementType(), other.elementType(), more);
    }
    return seen.sameType(wanted)
        || seen.equals(DataTypes.NullType)
        || TypeWidening.isWider(seen, wanted);
  }
}
