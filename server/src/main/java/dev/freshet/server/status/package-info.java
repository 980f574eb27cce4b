/**
 * What can be said of a pipeline from outside its process, put together from the reports it leaves
 * behind. One set of records for the command line, the API and the dashboard.
 */
@NullMarked
package dev.freshet.server.status;

import org.jspecify.annotations.NullMarked;
