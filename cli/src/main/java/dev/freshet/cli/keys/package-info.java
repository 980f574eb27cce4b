/** The verbs for the keys of the search server. */
@NullMarked
package dev.freshet.cli.keys;

import org.jspecify.annotations.NullMarked;
