package dev.freshet.demo.feed;

import java.time.Instant;

/**
 * A change file that has landed.
 *
 * @param name its name in the landing directory
 * @param release the release its rows come from
 * @param counts its rows by kind of change
 * @param landedAt when it got its final name
 * @param completesRelease whether the landing directory now holds the whole release
 */
public record FeedFile(
    String name, String release, ChangeCounts counts, Instant landedAt, boolean completesRelease) {}
