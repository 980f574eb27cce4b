/**
 * A lease between the writer of a table and its maintenance. It avoids wasted work; correctness
 * does not depend on it. {@link dev.freshet.core.lease.CommitLease} is the contract that a store
 * implements, {@link dev.freshet.core.lease.LeaseRule} the decision, apart from storage.
 */
@NullMarked
package dev.freshet.core.lease;

import org.jspecify.annotations.NullMarked;
