/**
 * How the schema of a stream comes about and changes. {@link
 * dev.freshet.autoloader.schema.SchemaPolicy} decides from a schema and what was seen in files:
 * pure. {@link dev.freshet.autoloader.schema.SchemaLog} keeps the versions.
 */
@NullMarked
package dev.freshet.autoloader.schema;

import org.jspecify.annotations.NullMarked;
