/**
 * Servers that tests start on the loopback address: an S3, a queue, and a proxy that breaks what
 * passes it. Each runs in a process of its own, with a class path of its own.
 */
@NullMarked
package dev.freshet.servers;

import org.jspecify.annotations.NullMarked;
