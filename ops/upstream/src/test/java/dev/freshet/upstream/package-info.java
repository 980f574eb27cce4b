/**
 * A real database, its real connector and Freshet behind them: in the end the vector table holds
 * what a query of the database says.
 */
package dev.freshet.upstream;
