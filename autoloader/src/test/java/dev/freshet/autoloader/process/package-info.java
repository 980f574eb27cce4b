/** Queries in processes of their own, which tests kill. */
@NullMarked
package dev.freshet.autoloader.process;

import org.jspecify.annotations.NullMarked;
