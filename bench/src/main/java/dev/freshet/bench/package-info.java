/**
 * Scenarios that measure the shipped command from outside and print their figures. {@link
 * dev.freshet.bench.Bench} is the entry; raw results stay in {@code bench/results}.
 */
@NullMarked
package dev.freshet.bench;

import org.jspecify.annotations.NullMarked;
