/**
 * The records of the demo: public types and methods of a Java library, parsed from the sources of
 * its releases.
 */
@NullMarked
package dev.freshet.demo.corpus;

import org.jspecify.annotations.NullMarked;
