/**
 * Loss of power, simulated: the operations on files of a real session are recorded, and the disk is
 * made up as a crash at a random one of them may leave it.
 */
@NullMarked
package dev.freshet.cli.power;

import org.jspecify.annotations.NullMarked;
