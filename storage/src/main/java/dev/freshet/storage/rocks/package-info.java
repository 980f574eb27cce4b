/**
 * A RocksDB directory on a local disk: opening, reading, atomic writes, and what a failure means.
 * The only package that uses the library. Entry: {@link RocksStore#open}.
 */
@NullMarked
package dev.freshet.storage.rocks;

import org.jspecify.annotations.NullMarked;
