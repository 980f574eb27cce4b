/**
 * Which kind of row id and which way to update keep every index right, and what each costs. Works
 * on the vector store's library directly, as most of what is compared is what the product never
 * does.
 */
@NullMarked
package dev.freshet.bench.rowids;

import org.jspecify.annotations.NullMarked;
