/**
 * Maintenance of a vector table: it observes the table, takes single steps and measures searches.
 * Entry: {@link dev.freshet.lance.maintain.LanceTableMaintainer}.
 */
@NullMarked
package dev.freshet.lance.maintain;

import org.jspecify.annotations.NullMarked;
