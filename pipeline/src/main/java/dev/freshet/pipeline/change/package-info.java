/**
 * From a landed line to a change of one record. {@link dev.freshet.pipeline.change.ChangeParser}
 * reads one line of a change format; what it cannot read becomes a rejection with a reason, never
 * an exception and never silence. Everything here is pure: no Spark, no storage, no clock.
 */
@NullMarked
package dev.freshet.pipeline.change;

import org.jspecify.annotations.NullMarked;
