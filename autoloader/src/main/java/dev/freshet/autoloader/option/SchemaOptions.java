package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns there are.
 *
 * @param location directory of the inferred schema
 * @param inferTypes whether the types of json, csv and xml are inferred
 * @param hints types of columns, as written
 * @param evolution what happens when a file has another column
 * @param rescuedColumn name of the column for what fits no column
 * @param caseSensitive whether a name that differs only in case is another column
 * @param pathColumns the columns whose values are in directory names; empty if all are that name a
 *     column
 */
public record SchemaOptions(
    Optional<String> location,
    boolean inferTypes,
    Optional<String> hints,
    Optional<EvolutionMode> evolution,
    Optional<String> rescuedColumn,
    boolean caseSensitive,
    Optional<List<String>> pathColumns) {

  private static final String RESCUED_BY_DEFAULT = "_rescued_data";

  static SchemaOptions parse(OptionReader reader, Map<String, String> readerOptions) {
    SchemaOptions options =
        new SchemaOptions(
            reader.text(OptionName.LOCATION),
            reader.bool(OptionName.INFER_TYPES),
            reader.text(OptionName.HINTS),
            reader.text(OptionName.EVOLUTION).map(EvolutionMode::parse),
            reader.text(OptionName.RESCUED_COLUMN),
            reader.bool(OptionName.CASE_SENSITIVE),
            reader.names(OptionName.PARTITION_COLUMNS));
    if (options.rescuedColumn().isPresent()) {
      requireRescuingMode(readerOptions);
    }
    return options;
  }

  /**
   * A record that a mode drops cannot be rescued.
   *
   * @throws InvalidOptionException if the mode of the reader is one of these
   */
  public static void requireRescuingMode(Map<String, String> readerOptions) {
    OptionReader.requirePermissive(
        readerOptions,
        "where there is rescued data",
        "Remove it, or give a schema and no " + OptionName.RESCUED_COLUMN);
  }

  /** What happens when a file has another column; {@code inferred} unless the schema was given. */
  public EvolutionMode evolutionOf(boolean inferred) {
    return evolution.orElse(inferred ? EvolutionMode.ADD_NEW_COLUMNS : EvolutionMode.NONE);
  }

  /** Name of the column for what fits no column, if there is one. */
  public Optional<String> rescuedColumnOf(boolean inferred) {
    return rescuedColumn.or(() -> inferred ? Optional.of(RESCUED_BY_DEFAULT) : Optional.empty());
  }
}
