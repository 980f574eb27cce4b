/** Lance's native library: how it is loaded, and the bound of its memory. */
@NullMarked
package dev.freshet.lance.library;

import org.jspecify.annotations.NullMarked;
