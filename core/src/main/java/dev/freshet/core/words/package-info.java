/**
 * The words of a text, in the one form in which both sides of a search for words are compared:
 * {@link dev.freshet.core.words.SearchWords}.
 */
@NullMarked
package dev.freshet.core.words;

import org.jspecify.annotations.NullMarked;
