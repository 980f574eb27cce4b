/** What a batch holds as it landed: its lines in order of arrival, and what each of them says. */
@NullMarked
package dev.freshet.pipeline.stage.landed;

import org.jspecify.annotations.NullMarked;
