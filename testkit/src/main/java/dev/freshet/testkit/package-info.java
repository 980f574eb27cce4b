/** Helpers that tests of several modules share. */
@NullMarked
package dev.freshet.testkit;

import org.jspecify.annotations.NullMarked;
