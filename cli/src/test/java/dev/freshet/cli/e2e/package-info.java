/**
 * End-to-end tests: the command as it is shipped, in processes of its own, with the real model,
 * Spark, Delta and Lance.
 */
package dev.freshet.cli.e2e;
