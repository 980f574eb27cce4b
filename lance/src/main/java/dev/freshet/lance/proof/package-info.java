/**
 * What is known of the files of a table besides the library: their checksums, and which of them
 * have ended a process. Knows nothing of their content.
 */
@NullMarked
package dev.freshet.lance.proof;

import org.jspecify.annotations.NullMarked;
