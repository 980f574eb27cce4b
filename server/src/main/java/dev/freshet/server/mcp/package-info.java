/**
 * Search for assistants over the Model Context Protocol: {@link dev.freshet.server.mcp.McpEndpoint}
 * carries its messages over HTTP, without sessions; {@link dev.freshet.server.mcp.SearchTool} is
 * the only tool. The official SDK implements the protocol; only this package uses it.
 */
@NullMarked
package dev.freshet.server.mcp;

import org.jspecify.annotations.NullMarked;
