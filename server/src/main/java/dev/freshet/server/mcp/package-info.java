/**
 * Search for assistants, by the Model Context Protocol: {@link dev.freshet.server.mcp.McpEndpoint}
 * carries its messages over HTTP, without sessions; {@link dev.freshet.server.mcp.SearchTool} is
 * the one tool. The protocol itself is the official SDK's, which is seen in this package only.
 */
@NullMarked
package dev.freshet.server.mcp;

import org.jspecify.annotations.NullMarked;
