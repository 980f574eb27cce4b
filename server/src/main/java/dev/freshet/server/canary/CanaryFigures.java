package dev.freshet.server.canary;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the canary of a server says.
 *
 * @param foundMs from the landing of the newest record that was found to the search that found it;
 *     null before the first
 * @param foundAt when it was found; null before the first
 * @param pendingMs how long the oldest record that was not found has been in the landing zone; 0 if
 *     all were found
 * @param problem why no record can be landed; null if it can
 */
public record CanaryFigures(
    @Nullable Double foundMs,
    @Nullable Instant foundAt,
    double pendingMs,
    @Nullable String problem) {}
