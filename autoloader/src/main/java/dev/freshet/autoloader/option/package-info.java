/**
 * The options of the source. {@link OptionCatalogue} lists them, {@link AutoloaderOptions} are
 * those of one stream; a bad option is an {@link InvalidOptionException}.
 */
@NullMarked
package dev.freshet.autoloader.option;

import org.jspecify.annotations.NullMarked;
