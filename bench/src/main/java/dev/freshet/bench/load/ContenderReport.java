package dev.freshet.bench.load;

import java.util.List;
import java.util.Map;

/**
 * The figures of one contender at one size.
 *
 * @param contender its name
 * @param description version and build parameters
 * @param rows loaded
 * @param build of the table and the index
 * @param tuned how wide it searched, and what it found of the questions it was tuned with
 * @param rest while nothing is written
 * @param live while rows stream in and the index is maintained
 */
record ContenderReport(
    String contender,
    String description,
    int rows,
    Build build,
    WidthTuner.Tuned tuned,
    Rest rest,
    Live live) {

  /**
   * Loading and indexing.
   *
   * @param loadSeconds until all rows were stored and indexed
   * @param indexSeconds of it for the index alone; all of it where rows are indexed as they are
   *     stored
   * @param memory of the process after tuning
   * @param bytesOnDisk after tuning
   */
  record Build(double loadSeconds, double indexSeconds, ProcessMemory memory, long bytesOnDisk) {}

  /**
   * At rest.
   *
   * @param checked what was found of questions it was not tuned with
   */
  record Rest(
      RowModel.Checked checked,
      List<Stage.Figures> stages,
      ProcessMemory memory,
      Map<String, Object> figures) {}

  /**
   * While rows stream in.
   *
   * @param checked the same questions when the last batch was found
   */
  record Live(
      RowModel.Checked checked,
      List<Stage.Figures> stages,
      WriteStream.Figures writes,
      ProcessMemory memory,
      long bytesOnDisk,
      Map<String, Object> figures) {}
}
