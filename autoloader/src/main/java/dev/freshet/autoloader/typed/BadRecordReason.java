package dev.freshet.autoloader.typed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import dev.freshet.autoloader.option.CloudFilesFormat;
import dev.freshet.autoloader.reader.FileLayout;
import dev.freshet.autoloader.reader.SparkFormat;
import dev.freshet.autoloader.schema.SchemaColumns;
import java.io.Serializable;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Says why a record is malformed, in words; Spark's readers keep that to themselves. Used for
 * records that such a reader refused. Travels to the tasks.
 */
final class BadRecordReason implements Serializable {
  private static final long serialVersionUID = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final StructType columns;
  private final StructType data;
  private final StructType output;
  private final boolean xml;
  private final @Nullable CSVOptions csv;

  BadRecordReason(SparkFormat format, FileLayout layout, LayoutReader.Output output) {
    this.columns = layout.corrupt().map(name -> without(layout, name)).orElse(layout.all());
    this.data = layout.data();
    this.output = output.columns();
    this.xml = format.name() == CloudFilesFormat.XML;
    this.csv =
        format.name() == CloudFilesFormat.CSV
            ? new CSVOptions(format.options(), false, output.timeZone())
            : null;
  }

  private static StructType without(FileLayout layout, String corrupt) {
    return SchemaColumns.without(layout.all(), corrupt);
  }

  /**
   * The reason.
   *
   * @param record as it landed
   * @param values what the columns of the output have in it
   */
  String of(String record, @Nullable Object[] values) {
    if (csv != null) {
      return ofCsv(record, values, csv);
    }
    return xml ? ofXml(record) : ofJson(record, values);
  }

  private String ofCsv(String record, @Nullable Object[] values, CSVOptions options) {
    String[] texts = new CsvParser(options.asParserSettings()).parseLine(record);
    int found = texts == null ? 0 : texts.length;
    if (found != columns.length()) {
      return "it has " + found + " values, and its file has " + columns.length() + " columns";
    }
    List<String> unfit = new ArrayList<>();
    for (int i = 0; texts != null && i < texts.length; i++) {
      String name = columns.apply(i).name();
      if (texts[i] != null && isWithout(name, values)) {
        unfit.add(name);
      }
    }
    return unfit(unfit);
  }

  private String ofJson(String record, @Nullable Object[] values) {
    try {
      JsonNode root = JSON.readTree(record);
      if (!root.isContainerNode()) {
        return "it is no JSON object";
      }
      List<String> unfit = new ArrayList<>();
      for (StructField field : data.fields()) {
        JsonNode landed = root.get(field.name());
        if (landed != null && !landed.isNull() && isWithout(field.name(), values)) {
          unfit.add(field.name());
        }
      }
      return unfit(unfit);
    } catch (JsonProcessingException e) {
      return "it is not JSON: " + e.getOriginalMessage();
    }
  }

  /** Whether the output has the column and no value in it. */
  private boolean isWithout(String name, @Nullable Object[] values) {
    int at = SchemaColumns.findExactly(output, name);
    return at >= 0 && values[at] == null;
  }

  private String unfit(List<String> columns) {
    String types =
        String.join(
            ", ",
            columns.stream()
                .map(
                    name ->
                        name
                            + " "
                            + output
                                .apply(SchemaColumns.findExactly(output, name))
                                .dataType()
                                .sql())
                .toList());
    return columns.isEmpty()
        ? "a value in it does not have the type of its column"
        : "it has no value of the type of the column: " + types;
  }

  private static String ofXml(String record) {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(record));
      while (reader.hasNext()) {
        reader.next();
      }
      return "a value in it does not have the type of its column";
    } catch (XMLStreamException e) {
      return "it is not XML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
  }
}
