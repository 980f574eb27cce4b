/**
 * The answers of the verbs: one {@link dev.freshet.cli.answer.Output.Answer}, printed by {@link
 * dev.freshet.cli.answer.Output} as text or as one JSON object, and an exit code.
 */
@NullMarked
package dev.freshet.cli.answer;

import org.jspecify.annotations.NullMarked;
