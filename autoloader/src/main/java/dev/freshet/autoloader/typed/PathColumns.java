package dev.freshet.autoloader.typed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns whose values are in the names of directories, such as {@code year=2026}, as Hive
 * writes them. Names are case-insensitive. Immutable.
 */
final class PathColumns {
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private final String landing;
  private final Optional<List<String>> wanted;

  /**
   * @param landing directories above and including it do not count
   * @param wanted names of the columns; empty if every directory counts that names one
   */
  PathColumns(String landing, Optional<List<String>> wanted) {
    this.landing = landing;
    this.wanted = wanted;
  }

  /** What the directories of a file say, by column; the value is null where they say so. */
  Map<String, @Nullable String> of(String file) {
    Map<String, @Nullable String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    wanted.ifPresent(names -> names.forEach(name -> values.put(name, null)));
    String directories = file.substring(landing.length(), file.lastIndexOf('/') + 1);
    for (String text : directories.split("/", -1)) {
      int equals = text.indexOf('=');
      if (equals > 0) {
        String name = ExternalCatalogUtils.unescapePathName(text.substring(0, equals));
        String value = ExternalCatalogUtils.unescapePathName(text.substring(equals + 1));
        if (wanted.isEmpty() || values.containsKey(name)) {
          values.put(name, value.equals(NULL) ? null : value);
        }
      }
    }
    return values;
  }

  /** Those columns of the schema whose values are in the path. */
  static StructType in(StructType schema, Map<String, @Nullable String> values) {
    List<StructField> fields = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (values.containsKey(field.name())) {
        fields.add(field);
      }
    }
    return new StructType(fields.toArray(StructField[]::new));
  }
}
