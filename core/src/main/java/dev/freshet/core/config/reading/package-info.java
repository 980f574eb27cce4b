/**
 * How a tree of texts becomes a configuration: the catalogue of keys, references to the environment
 * and to files, checks, and messages that name the key.
 */
@NullMarked
package dev.freshet.core.config.reading;

import org.jspecify.annotations.NullMarked;
