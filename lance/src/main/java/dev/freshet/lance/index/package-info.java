/**
 * The indexes of a vector table: how each is built, extended and merged, and which parameters a
 * search uses with it.
 */
@NullMarked
package dev.freshet.lance.index;

import org.jspecify.annotations.NullMarked;
