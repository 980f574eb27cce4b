/**
 * How processes and their work start and end. {@link dev.freshet.home.process.ProcessSupervisor}
 * keeps a child process running, by a {@link dev.freshet.home.process.RestartPolicy}; {@link
 * dev.freshet.home.process.Background} repeats a task in this one. {@link
 * dev.freshet.home.process.StopOnShutdown} and {@link dev.freshet.home.process.Owned} end what this
 * process does and holds, in order. {@link dev.freshet.home.process.OutOfMemory} ends a process
 * that has no memory left.
 */
@NullMarked
package dev.freshet.home.process;

import org.jspecify.annotations.NullMarked;
