/**
 * What replication tools mean by what they write: delete marks, placeholders, old rows, messages
 * about the feed itself, encoded values, and the order of their logs. The one place that knows it;
 * the parsers of change formats ask here. Everything is pure.
 */
@NullMarked
package dev.freshet.pipeline.convention;

import org.jspecify.annotations.NullMarked;
