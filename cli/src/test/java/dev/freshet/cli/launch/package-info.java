/** Tests of the launcher, the script {@code freshet} at the root of the checkout. */
package dev.freshet.cli.launch;
