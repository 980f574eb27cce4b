/**
 * The Delta tables of the medallion: the columns of each and how a row of it is made. All are
 * append-only; every row says which batch and which landed line it comes from.
 */
@NullMarked
package dev.freshet.home.layer;

import org.jspecify.annotations.NullMarked;
