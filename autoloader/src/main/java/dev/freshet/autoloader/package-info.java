/**
 * The Spark source {@code autoloader}: {@code
 * spark.readStream().format("autoloader").option("cloudFiles.format", "json").load(path)}.
 *
 * <p>{@link AutoloaderSource} is what Spark finds by name. Its stream starts a {@link
 * dev.freshet.autoloader.discovery.Discovery}, which numbers file versions in a {@link
 * dev.freshet.autoloader.filelog.FileLog}; an offset is such a number, a batch a range of them, and
 * a reader of the file format turns the range into rows.
 */
@NullMarked
package dev.freshet.autoloader;

import org.jspecify.annotations.NullMarked;
