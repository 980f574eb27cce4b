/**
 * Every option of the source, and how the source stands to it. {@link
 * dev.freshet.autoloader.catalogue.OptionCatalogue} lists them; the checks of names and the page of
 * the documentation follow from it.
 */
@NullMarked
package dev.freshet.autoloader.catalogue;

import org.jspecify.annotations.NullMarked;
