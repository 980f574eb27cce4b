/**
 * The rules between modules. They stand here because this module alone sees every other; what is
 * planted shows that each of them can fail.
 */
package dev.freshet.cli.architecture;
