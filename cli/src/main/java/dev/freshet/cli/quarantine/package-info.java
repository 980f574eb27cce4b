/** The verbs that look into quarantine. They change nothing. */
@NullMarked
package dev.freshet.cli.quarantine;

import org.jspecify.annotations.NullMarked;
