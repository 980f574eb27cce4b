/** What maintenance does to a vector table: it observes the table and takes single steps. */
@NullMarked
package dev.freshet.lance.maintain;

import org.jspecify.annotations.NullMarked;
