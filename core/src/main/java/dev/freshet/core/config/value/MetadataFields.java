package dev.freshet.core.config.value;

import dev.freshet.core.metadata.MetadataType;
import dev.freshet.core.metadata.StoredColumn;
import java.util.List;
import java.util.Map;

/**
 * The fields that become metadata columns.
 *
 * @param names in the configured order
 * @param types the declared types; the values of the other fields keep the type that they land with
 */
public record MetadataFields(List<String> names, Map<String, MetadataType> types) {

  public MetadataFields {
    names = List.copyOf(names);
    types = Map.copyOf(types);
  }

  /** Fields without declared types. */
  public static MetadataFields of(List<String> names) {
    return new MetadataFields(names, Map.of());
  }

  /** The columns as the vector table is made with them. */
  public List<StoredColumn> columns() {
    return names.stream()
        .map(
            name ->
                types.containsKey(name)
                    ? StoredColumn.of(name, types.get(name))
                    : StoredColumn.empty(name))
        .toList();
  }
}
