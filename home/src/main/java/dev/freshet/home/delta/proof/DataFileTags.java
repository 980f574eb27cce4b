package dev.freshet.home.delta.proof;

import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.StructType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checksum of a data file, in the tags of the action that adds it (Delta protocol, "Add File
 * and Remove File"): checkpoints keep it, and other tools leave it alone.
 */
public final class DataFileTags {

  private static final String CRC32C = "freshet.crc32c";

  private DataFileTags() {}

  /**
   * The same actions, with the checksums of their files.
   *
   * @param actions that add files which were just written
   * @param schema of the table, for the statistics
   * @param table a local directory
   */
  public static List<Row> checked(List<Row> actions, StructType schema, Path table)
      throws IOException {
    List<Row> checked = new ArrayList<>();
    for (Row action : actions) {
      AddFile add = new AddFile(action.getStruct(SingleAction.ADD_FILE_ORDINAL));
      Map<String, String> tags = tags(add);
      tags.put(CRC32C, Checksum.of(DataFiles.file(table, add.getPath())));
      MapValue value = VectorUtils.stringStringMapValue(tags);
      checked.add(
          SingleAction.createAddFileSingleAction(
              AddFile.createAddFileRow(
                  schema,
                  add.getPath(),
                  add.getPartitionValues(),
                  add.getSize(),
                  add.getModificationTime(),
                  add.getDataChange(),
                  Optional.empty(),
                  Optional.of(value),
                  add.getBaseRowId(),
                  add.getDefaultRowCommitVersion(),
                  add.getStats(schema))));
    }
    return checked;
  }

  /** The checksum that a file had when it was written; empty if it was not recorded. */
  static Optional<String> crc32c(AddFile add) {
    return Optional.ofNullable(tags(add).get(CRC32C));
  }

  private static Map<String, String> tags(AddFile add) {
    return add.getTags()
        .map(tags -> new LinkedHashMap<>(VectorUtils.<String, String>toJavaMap(tags)))
        .orElseGet(LinkedHashMap::new);
  }
}
