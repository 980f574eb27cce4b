package dev.freshet.bench.load;

import java.util.List;
import java.util.Map;

/**
 * What one contender gave at one size.
 *
 * @param contender its name
 * @param description version and build parameters
 * @param rows loaded
 * @param loadSeconds until all rows were stored and indexed
 * @param indexSeconds of it for the index alone; all of it where rows go in as they are stored
 * @param tuned how wide it searched, and what it found of the questions it was tuned with
 * @param loaded memory after that
 * @param bytesOnDisk after that
 * @param rest while nobody writes
 * @param live while rows stream in and the index is maintained
 */
record ContenderReport(
    String contender,
    String description,
    int rows,
    double loadSeconds,
    double indexSeconds,
    WidthTuner.Tuned tuned,
    ProcessMemory loaded,
    long bytesOnDisk,
    Rest rest,
    Live live) {

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
