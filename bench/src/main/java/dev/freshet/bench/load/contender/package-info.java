/**
 * The vector indexes that are compared: {@link dev.freshet.bench.load.contender.Contender} is what
 * each of them can do.
 */
@NullMarked
package dev.freshet.bench.load.contender;

import org.jspecify.annotations.NullMarked;
