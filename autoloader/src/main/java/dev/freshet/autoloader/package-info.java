/**
 * The Spark source {@code autoloader}: {@code
 * spark.readStream().format("autoloader").option("cloudFiles.format", "json").load(path)}.
 *
 * <p>{@link dev.freshet.autoloader.spark.AutoloaderSource} is what Spark finds by name. Its stream
 * starts a {@link dev.freshet.autoloader.discovery.Discovery}, which numbers file versions in a
 * {@link dev.freshet.autoloader.filelog.FileLog};an offset is such a number, a batch is a range of
 * them, and an output form turns the files of the range into rows. This package itself has only
 * {@link Admission}, which callers use.
 */
@NullMarked
package dev.freshet.autoloader;

import org.jspecify.annotations.NullMarked;
