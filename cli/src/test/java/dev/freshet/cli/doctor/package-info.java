/** Tests of the verb {@code doctor}. */
package dev.freshet.cli.doctor;
