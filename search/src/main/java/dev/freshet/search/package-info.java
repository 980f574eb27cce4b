/**
 * What a search is, whoever asks: the command line, the HTTP API, an assistant or a program. {@link
 * dev.freshet.search.SearchService} embeds the question with the model that wrote the rows, asks
 * the vector table once for each way of searching, all of one version, merges and groups the hits
 * and says how fresh they are. {@link dev.freshet.search.FreshnessWatch} waits until the table is
 * fresh enough.
 */
@NullMarked
package dev.freshet.search;

import org.jspecify.annotations.NullMarked;
