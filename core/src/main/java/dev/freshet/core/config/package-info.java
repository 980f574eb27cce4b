/**
 * The configuration of one pipeline: one record per section, typed, validated, immutable; {@link
 * dev.freshet.core.config.FreshetConfig} is the root.
 *
 * <p>{@link dev.freshet.core.config.reading.ConfigReader} turns a tree of keys and values, as a
 * YAML parser yields it, into a {@link dev.freshet.core.config.FreshetConfig}: names are checked
 * against {@link dev.freshet.core.config.reading.ConfigKey}, references such as <code>${env:NAME}
 * </code> are replaced, values are decoded, and the records check their own rules in their
 * constructors. Every problem is found in one pass and reported in one {@link
 * dev.freshet.core.error.InvalidConfigException}, a line each. The catalogue of keys is also the
 * source of {@code docs/configuration.md} and of the JSON Schema.
 */
@NullMarked
package dev.freshet.core.config;

import org.jspecify.annotations.NullMarked;
