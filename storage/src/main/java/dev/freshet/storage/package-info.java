/** Access to files that several modules need in the same way. No dependency on any other module. */
@NullMarked
package dev.freshet.storage;

import org.jspecify.annotations.NullMarked;
