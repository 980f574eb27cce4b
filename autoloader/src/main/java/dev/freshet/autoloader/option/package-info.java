/** What every part of the source says about an option that cannot be used. */
@NullMarked
package dev.freshet.autoloader.option;

import org.jspecify.annotations.NullMarked;
