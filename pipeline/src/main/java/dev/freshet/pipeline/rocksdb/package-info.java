/** What RocksDB's failures mean, for every store of the pipeline that is a RocksDB directory. */
@NullMarked
package dev.freshet.pipeline.rocksdb;

import org.jspecify.annotations.NullMarked;
