package dev.freshet.autoloader.typed;

import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that some files of a batch have.
 *
 * @param files the files
 * @param columns of each of them, or of all together where columns are found by name; with the
 *     types that they need
 */
record SeenColumns(List<FileStatus> files, StructType columns) {}
