/**
 * Connections whose other end is too slow: {@link dev.freshet.server.http.pace.SlowConnections}
 * looks at every open connection once a second and closes those that {@link
 * dev.freshet.server.http.pace.ConnectionPace} finds too slow.
 */
@NullMarked
package dev.freshet.server.http.pace;

import org.jspecify.annotations.NullMarked;
