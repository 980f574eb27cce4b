/** The types of single configuration values: enumerations, limits, durations and text templates. */
@NullMarked
package dev.freshet.core.config.value;

import org.jspecify.annotations.NullMarked;
