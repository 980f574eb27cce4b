/**
 * Finds file versions in a landing zone and puts them into the file log.
 *
 * <p>{@link Discovery} runs the loop: watch events are hints that arrive within milliseconds, full
 * listings find everything. {@link DiscoveryMonitor} answers other parts of the process how far the
 * log is known to be complete.
 */
@NullMarked
package dev.freshet.autoloader.discovery;

import org.jspecify.annotations.NullMarked;
