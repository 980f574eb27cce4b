/**
 * Opens files, decompressed by the extension of their name: {@link
 * dev.freshet.autoloader.compression.FileOpener}. What is packed block by block is a {@code
 * BlockInputStream} of its format; what a library unpacks is read with care ({@code
 * CarefulInputStream}). What cannot be read because it is of another kind is an {@link
 * dev.freshet.autoloader.compression.UnsuitableContentException}.
 */
@NullMarked
package dev.freshet.autoloader.compression;

import org.jspecify.annotations.NullMarked;
