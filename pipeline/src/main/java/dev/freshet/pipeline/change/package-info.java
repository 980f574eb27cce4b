/**
 * From a landed line to a change of one record. {@link dev.freshet.pipeline.change.ChangeParser}
 * reads one line of a change format; a line that it cannot read becomes a rejection with a reason:
 * nothing is thrown and nothing is dropped. Everything here is pure: no Spark, no storage, no
 * clock.
 */
@NullMarked
package dev.freshet.pipeline.change;

import org.jspecify.annotations.NullMarked;
