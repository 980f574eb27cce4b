/**
 * The canary: the search server lands a record and searches for it until it is found, which
 * measures the whole way from outside. {@link dev.freshet.server.canary.CanaryProbe} does it,
 * {@code CanaryFile} writes the record.
 */
@NullMarked
package dev.freshet.server.canary;

import org.jspecify.annotations.NullMarked;
