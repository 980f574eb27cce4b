/**
 * What a search is, for every caller: the command line, the HTTP API, an assistant or a program.
 * {@link dev.freshet.search.SearchService} embeds the question with the model that wrote the rows,
 * searches one version of the vector table, once for each ranking, merges and groups the hits and
 * tells how fresh they are. {@link dev.freshet.search.FreshnessWatch} waits until the table is
 * fresh enough.
 */
@NullMarked
package dev.freshet.search;

import org.jspecify.annotations.NullMarked;
