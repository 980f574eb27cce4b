/**
 * From {@code pipeline.yaml} to a configuration: {@link dev.freshet.cli.config.PipelineYaml} reads
 * the file strictly into a tree of keys, and {@link dev.freshet.core.config.reading.ConfigReader}
 * checks the tree.
 */
@NullMarked
package dev.freshet.cli.config;

import org.jspecify.annotations.NullMarked;
