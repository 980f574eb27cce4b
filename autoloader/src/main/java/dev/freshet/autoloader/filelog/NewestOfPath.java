package dev.freshet.autoloader.filelog;

/**
 * The newest version of a path in the file log.
 *
 * @param sequence its number
 * @param file as it was seen last
 */
public record NewestOfPath(long sequence, LandedFile file) {}
