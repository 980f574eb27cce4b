package dev.freshet.autoloader.reader;

import dev.freshet.autoloader.schema.SchemaColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How the columns of the output are found in a file. Files of one layout have one reader.
 *
 * @param all the columns of the file, in its order
 * @param data those of them that are read
 * @param path the columns whose values are in its path
 * @param rest what else is read, to be rescued
 * @param corrupt name of the column, among those that are read, with the text of a malformed
 *     record, if such a record is no row
 */
public record FileLayout(
    StructType all,
    StructType data,
    StructType path,
    Optional<Rest> rest,
    Optional<String> corrupt) {

  /** A layout where a malformed record is a row. */
  public FileLayout(StructType all, StructType data, StructType path, Optional<Rest> rest) {
    this(all, data, path, rest, Optional.empty());
  }

  /**
   * What a file has that fits no column.
   *
   * @param columns of the file, with their types there; one that has the name of a column of the
   *     output is rescued where that column has no value
   * @param texts the columns of the file, in its order, if the rest is read as text, by a reader of
   *     its own
   */
  public record Rest(StructType columns, Optional<StructType> texts) {}

  /** A file that has every column that is not in its path. */
  public static FileLayout of(StructType data, StructType path) {
    return new FileLayout(data, data, path, Optional.empty());
  }

  /** The same, where the text of a malformed record is in a column that is read already. */
  public FileLayout separatedBy(String read) {
    return new FileLayout(all, data, path, rest, Optional.of(read));
  }

  /** The same, where the text of a malformed record is in one more column. */
  public FileLayout separatedBy(StructField more) {
    return new FileLayout(all.add(more), data.add(more), path, rest, Optional.of(more.name()));
  }

  /** Data, and the rest if one reader reads both. */
  public StructType readByTheFirst() {
    return rest.filter(each -> each.texts().isEmpty())
        .map(
            each ->
                SchemaColumns.of(
                    Stream.concat(Stream.of(data.fields()), Stream.of(each.columns().fields()))))
        .orElse(data);
  }

  /** Where the columns of the output are in a row of the reader: the first that has a value. */
  public List<List<Integer>> positions(StructType output, boolean caseSensitive) {
    StructField[] fields = data.fields();
    int behindData = readByTheFirst().length();
    List<List<Integer>> positions = new ArrayList<>();
    for (String name : output.fieldNames()) {
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < fields.length; i++) {
        if (fields[i].name().equals(name)) {
          found.add(0, i);
        } else if (!caseSensitive && fields[i].name().equalsIgnoreCase(name)) {
          found.add(i);
        }
      }
      int inPath = SchemaColumns.findExactly(path, name);
      positions.add(inPath < 0 ? found : List.of(behindData + inPath));
    }
    return positions;
  }
}
