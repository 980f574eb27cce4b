/**
 * Processes beside this one: {@link dev.freshet.pipeline.process.ProcessSupervisor} keeps one
 * running, {@link dev.freshet.pipeline.process.RestartPolicy} says how soon it is started again.
 */
@NullMarked
package dev.freshet.pipeline.process;

import org.jspecify.annotations.NullMarked;
