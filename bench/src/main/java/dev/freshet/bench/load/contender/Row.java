package dev.freshet.bench.load.contender;

/**
 * What every contender stores.
 *
 * @param key number of the record
 * @param version of the record; larger is newer
 * @param text what a hit shows
 * @param vector of unit length; not copied, do not change it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Row(int key, long version, String text, float[] vector) {}
