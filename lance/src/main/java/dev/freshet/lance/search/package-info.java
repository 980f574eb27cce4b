/**
 * Searches over a vector table: which version answers, how a question is planned, and how hits are
 * read.
 */
@NullMarked
package dev.freshet.lance.search;

import org.jspecify.annotations.NullMarked;
