/**
 * What a person sees in a browser: {@link dev.freshet.server.dashboard.Dashboard} samples the
 * reports of a pipeline, keeps an hour of them, and serves them with the pages that draw them.
 * Nothing here is waited for by a search, and no figure is read from a table unless somebody looks.
 */
@NullMarked
package dev.freshet.server.dashboard;

import org.jspecify.annotations.NullMarked;
