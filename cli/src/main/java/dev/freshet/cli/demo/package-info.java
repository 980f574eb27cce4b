/**
 * The verb {@code demo}: the whole system on real data. {@link dev.freshet.cli.demo.DemoCommand}
 * starts a pipeline and a change feed (package {@code feed}) beside each other, asks questions
 * while rows land, and in the end proves that the index holds what landed.
 */
@NullMarked
package dev.freshet.cli.demo;

import org.jspecify.annotations.NullMarked;
