/**
 * The vocabulary every module shares: batches and changes, the chunks a record becomes, the service
 * interfaces towards the embedding model and the vector table, and the errors.
 *
 * <p>Nothing here knows Spark, Delta, Lance or ONNX. Package {@link dev.freshet.core.embed} turns
 * text into vectors, {@link dev.freshet.core.vector} stores and finds them, {@link
 * dev.freshet.core.config} is the validated configuration, {@link dev.freshet.core.error} says what
 * can go wrong and who should act.
 */
@NullMarked
package dev.freshet.core;

import org.jspecify.annotations.NullMarked;
