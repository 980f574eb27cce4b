/**
 * The types of single configuration values, such as enumerations, limits, durations and text
 * templates, and what their checks share: {@link dev.freshet.core.config.value.Problems} collects
 * what is wrong, {@link dev.freshet.core.config.value.FieldNames} holds the rules of field names. A
 * value knows no other key.
 */
@NullMarked
package dev.freshet.core.config.value;

import org.jspecify.annotations.NullMarked;
