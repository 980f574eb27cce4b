/**
 * Processes beside this one: {@link dev.freshet.home.process.ProcessSupervisor} keeps one running,
 * {@link dev.freshet.home.process.RestartPolicy} says how soon it is started again.
 */
@NullMarked
package dev.freshet.home.process;

import org.jspecify.annotations.NullMarked;
