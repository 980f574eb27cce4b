/**
 * The verbs of the command line, a class each. A verb reads its options, asks {@code wiring} for
 * the objects it needs, and returns an answer of {@code cli.answer}.
 */
@NullMarked
package dev.freshet.cli.verb;

import org.jspecify.annotations.NullMarked;
