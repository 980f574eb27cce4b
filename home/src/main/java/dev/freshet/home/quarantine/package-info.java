/**
 * What a user sees of the quarantine: {@link dev.freshet.home.quarantine.ReasonGroups} puts rows
 * with the same reason together, {@link dev.freshet.home.quarantine.QuarantineFilter} chooses rows.
 */
@NullMarked
package dev.freshet.home.quarantine;

import org.jspecify.annotations.NullMarked;
