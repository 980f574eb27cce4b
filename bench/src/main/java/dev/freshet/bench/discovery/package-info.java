/** How soon a file that lands is part of a planned batch, beside Spark's own file source. */
@NullMarked
package dev.freshet.bench.discovery;

import org.jspecify.annotations.NullMarked;
