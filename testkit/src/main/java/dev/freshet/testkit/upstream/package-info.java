/**
 * Model databases and the logs that their change data connectors read. {@link
 * dev.freshet.testkit.upstream.Upstream} names the connectors; a {@link
 * dev.freshet.testkit.upstream.SourceFeed} is what one of them wrote, with the table as it is in
 * the end. Written from the documentation of Debezium's connectors and from recorded feeds, not
 * from the code that reads them.
 */
@NullMarked
package dev.freshet.testkit.upstream;

import org.jspecify.annotations.NullMarked;
