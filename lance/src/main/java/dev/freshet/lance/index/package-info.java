/**
 * The indexes of a vector table: how each is built, extended and merged, and with which parameters
 * a search uses them.
 */
@NullMarked
package dev.freshet.lance.index;

import org.jspecify.annotations.NullMarked;
