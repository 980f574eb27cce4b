package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import java.util.List;
import java.util.stream.Stream;

/** Value of the option {@code cloudFiles.schemaEvolutionMode}. */
public enum EvolutionMode {
  /** The query stops with the new columns in the schema, and reads them when it starts again. */
  ADD_NEW_COLUMNS("addNewColumns"),
  /** The same, also for a column that needs a wider type. */
  ADD_NEW_COLUMNS_WITH_TYPE_WIDENING("addNewColumnsWithTypeWidening"),
  /** The schema stays; what does not fit is rescued. */
  RESCUE("rescue"),
  /** The query stops until a person changes the schema or removes the file. */
  FAIL_ON_NEW_COLUMNS("failOnNewColumns"),
  /** The schema stays; what does not fit is rescued only if the option asks for that. */
  NONE("none");

  private final String name;

  EvolutionMode(String name) {
    this.name = name;
  }

  static EvolutionMode parse(String text) {
    return Stream.of(values())
        .filter(mode -> mode.name.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidOptionException(
                    OptionName.EVOLUTION,
                    "there is no mode '" + text + "'",
                    "Write one of " + List.of(values())));
  }

  /** Whether the mode writes new columns into the schema. */
  public boolean addsColumns() {
    return this == ADD_NEW_COLUMNS || this == ADD_NEW_COLUMNS_WITH_TYPE_WIDENING;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name;
  }
}
