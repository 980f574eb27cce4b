package dev.freshet.autoloader.reader;

import com.univocity.parsers.csv.CsvParser;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.csv.CSVUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.OptionConverters;

/**
 * The names of the columns of a csv file: those of its first line, or {@code _c0}, {@code _c1} and
 * so on if files have no header.
 */
public final class CsvHeader {
  private final SparkFormat format;
  private final CSVOptions options;
  private final CsvParser parser;

  /** Of files of this format, with its options. */
  public CsvHeader(SparkFormat format) {
    this.format = format;
    this.options =
        new CSVOptions(
            format.options(), false, format.session().conf().get("spark.sql.session.timeZone"));
    this.parser = new CsvParser(options.asParserSettings());
  }

  /** Empty if the file has no line. */
  public Optional<List<String>> of(Path file) {
    Optional<String> line =
        OptionConverters.toJava(CSVUtils.readHeaderLine(file, options, format.hadoop()));
    return line.map(parser::parseLine)
        .map(names -> List.of(CSVUtils.makeSafeHeader(names, isCaseSensitive(), options)));
  }

  private boolean isCaseSensitive() {
    return Boolean.parseBoolean(format.session().conf().get("spark.sql.caseSensitive"));
  }

  /** Whether the first line has the names. */
  public boolean hasNames() {
    return options.headerFlag();
  }

  /** Columns of these names, each a string. */
  public static StructType columns(List<String> names) {
    return DataTypes.createStructType(
        names.stream()
            .map(name -> DataTypes.createStructField(name, DataTypes.StringType, true))
            .toList());
  }
}
