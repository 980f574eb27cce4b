/**
 * The values of options. {@link AutoloaderOptions} are those of one stream, parsed and checked; a
 * bad option is an {@link InvalidOptionException}.
 */
@NullMarked
package dev.freshet.autoloader.option;

import org.jspecify.annotations.NullMarked;
