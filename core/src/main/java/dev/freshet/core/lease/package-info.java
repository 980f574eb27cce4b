/**
 * A lease between the writer of a table and its maintenance: a courtesy that avoids wasted work,
 * never what correctness rests on. {@link dev.freshet.core.lease.CommitLease} is the contract a
 * store implements, {@link dev.freshet.core.lease.LeaseRule} the decision, apart from storage.
 */
@NullMarked
package dev.freshet.core.lease;

import org.jspecify.annotations.NullMarked;
