/**
 * Finds file versions in a landing zone and puts them into the file log.
 *
 * <p>{@link Discovery} runs the loop: watch events are hints that arrive within milliseconds, full
 * listings are the truth. {@link DiscoveryMonitor} tells others of this process how far the log is
 * known to be complete.
 */
@NullMarked
package dev.freshet.autoloader.discovery;

import org.jspecify.annotations.NullMarked;
