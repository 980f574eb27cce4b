/**
 * The command line: one class per verb, and {@link dev.freshet.cli.wiring.Wiring}, the only place
 * where the parts of a pipeline are put together. {@link dev.freshet.cli.Freshet} is the entry.
 *
 * <p>A verb reads {@code pipeline.yaml}, does its work through the public types of the other
 * modules and hands one answer record to {@link dev.freshet.cli.answer.Output}, which prints it as
 * text or as one JSON object. Answers go to stdout; progress, logs and errors to stderr.
 */
@NullMarked
package dev.freshet.cli;

import org.jspecify.annotations.NullMarked;
