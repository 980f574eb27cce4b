/**
 * How the content of a file becomes records: its lines, its whole text, or its bytes. {@link
 * ContentFormat} has one implementation for each; nothing here knows Spark or what the records are
 * used for. {@link FileStart} reads the first records of a file.
 */
@NullMarked
package dev.freshet.autoloader.format;

import org.jspecify.annotations.NullMarked;
