package dev.freshet.demo.feed;

import java.time.Duration;

/**
 * One release in a plan.
 *
 * @param version the release
 * @param counts what it changes in the table
 * @param startsAt when its first file lands, from the start of the feed
 * @param completeAt when its last file lands, from the start of the feed
 */
public record PlannedRelease(
    String version, ChangeCounts counts, Duration startsAt, Duration completeAt) {}
