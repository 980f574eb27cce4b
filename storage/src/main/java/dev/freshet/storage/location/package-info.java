/** Where files are, as a value: a path of this machine or a path in another storage. */
@NullMarked
package dev.freshet.storage.location;

import org.jspecify.annotations.NullMarked;
