/**
 * What the whole way from landed files to committed vectors costs, beside the bare engine, and how
 * a large backlog drains.
 */
@NullMarked
package dev.freshet.bench.ingest;

import org.jspecify.annotations.NullMarked;
