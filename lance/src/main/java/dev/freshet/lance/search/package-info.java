/**
 * Searches of a vector table: which version answers, how a query is checked and passed to the
 * native library, and how hits are read. Entry: {@link dev.freshet.lance.search.LanceTableReader}.
 */
@NullMarked
package dev.freshet.lance.search;

import org.jspecify.annotations.NullMarked;
