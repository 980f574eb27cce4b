/**
 * Reading of a configuration: {@link dev.freshet.core.config.reading.ConfigReader} turns a tree of
 * keys and values, as a YAML parser yields it, into the records of {@link dev.freshet.core.config}.
 * Here are the catalogue of keys, the references to the environment and to files, and the decoding
 * of values; every message names its key.
 */
@NullMarked
package dev.freshet.core.config.reading;

import org.jspecify.annotations.NullMarked;
