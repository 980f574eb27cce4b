package dev.freshet.storage.damage;

/**
 * A damage that was found, and what was done about it.
 *
 * @param part which part of the home is damaged
 * @param file the damaged file or directory, an absolute path
 * @param reason what is wrong with it
 * @param outcome what was done, and what it costs; a whole sentence
 */
public record Damage(DamagedPart part, String file, String reason, String outcome) {}
