/**
 * The verb {@code doctor}: checks a machine and a home, and collects what a report of a defect
 * needs into one file, without secrets and without data of users. {@link
 * dev.freshet.cli.doctor.DoctorCommand} is the entry.
 *
 * <p>It works on what is damaged, so each part is read for itself, in bounded time, and a part that
 * cannot be read is named. It only reads. What native code opens is opened by other verbs in
 * processes of their own, which may die.
 */
@NullMarked
package dev.freshet.cli.doctor;

import org.jspecify.annotations.NullMarked;
