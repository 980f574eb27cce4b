package dev.freshet.autoloader.typed;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How the columns of the output are found in a file. Files of one layout have one reader.
 *
 * @param all the columns of the file, in its order
 * @param data those of them that are read
 * @param path the columns whose values are in its path
 */
record FileLayout(StructType all, StructType data, StructType path) {

  /** A file that has every column that is not in its path. */
  static FileLayout of(StructType output, StructType path) {
    StructType data =
        new StructType(
            Stream.of(output.fields())
                .filter(field -> !Arrays.asList(path.fields()).contains(field))
                .toArray(StructField[]::new));
    return new FileLayout(data, data, path);
  }

  /** Where each column of the output is in a row of the reader; -1 if it is not there. */
  int[] positions(StructType output) {
    String[] names =
        Stream.of(data, path).flatMap(s -> Stream.of(s.fieldNames())).toArray(String[]::new);
    return Stream.of(output.fieldNames())
        .mapToInt(name -> Arrays.asList(names).indexOf(name))
        .toArray();
  }
}
