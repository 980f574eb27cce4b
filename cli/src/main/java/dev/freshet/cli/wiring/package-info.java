/**
 * {@link dev.freshet.cli.wiring.Wiring}: the only place where embedding model, vector table and
 * pipeline are put together.
 */
@NullMarked
package dev.freshet.cli.wiring;

import org.jspecify.annotations.NullMarked;
