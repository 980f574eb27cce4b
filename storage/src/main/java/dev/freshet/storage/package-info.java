/**
 * Local storage as several modules need it: locks and atomic replacement of files. Depends on no
 * other module.
 */
@NullMarked
package dev.freshet.storage;

import org.jspecify.annotations.NullMarked;
