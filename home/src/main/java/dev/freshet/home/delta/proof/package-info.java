/**
 * Proves that a Delta table is whole before anything in it is trusted, and cuts a damaged one back
 * to its last whole version. Only tables in local directories are proved.
 */
@NullMarked
package dev.freshet.home.delta.proof;

import org.jspecify.annotations.NullMarked;
