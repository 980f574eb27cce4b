/**
 * The values of metadata columns and their types. {@link dev.freshet.core.metadata.MetadataValue}
 * is what a record has in a column; {@link dev.freshet.core.metadata.StoredColumn} says in which
 * cells a table stores such values.
 */
@NullMarked
package dev.freshet.core.metadata;

import org.jspecify.annotations.NullMarked;
