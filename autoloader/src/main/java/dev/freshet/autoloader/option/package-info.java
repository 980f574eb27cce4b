/**
 * The options of the source: parsing, checks, documentation. {@link AutoloaderOptions} is the
 * catalogue; a bad option is an {@link InvalidOptionException}.
 */
@NullMarked
package dev.freshet.autoloader.option;

import org.jspecify.annotations.NullMarked;
