/**
 * The dashboard in a browser: {@link dev.freshet.server.dashboard.Dashboard} samples the reports of
 * a pipeline, keeps them for an hour, and serves them with the pages that draw them. No search
 * waits for this package, and tables are read only while a page is open.
 */
@NullMarked
package dev.freshet.server.dashboard;

import org.jspecify.annotations.NullMarked;
