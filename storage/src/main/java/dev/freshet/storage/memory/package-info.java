/** How much memory outside the heap the libraries of this process hold, by library. */
@NullMarked
package dev.freshet.storage.memory;

import org.jspecify.annotations.NullMarked;
