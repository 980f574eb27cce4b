package dev.freshet.server.mcp;

import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the SDK takes for a transport: it is handed the protocol, and holds it for HTTP. */
final class HandlerHolder implements McpStatelessServerTransport {

  private final List<String> revisions;
  private @Nullable McpStatelessServerHandler handler;

  HandlerHolder(List<String> revisions) {
    this.revisions = revisions;
  }

  @Override
  public void setMcpHandler(McpStatelessServerHandler protocol) {
    this.handler = protocol;
  }

  McpStatelessServerHandler handler() {
    return Objects.requireNonNull(handler, "The SDK hands over its handler when it is built");
  }

  @Override
  public List<String> protocolVersions() {
    return revisions;
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }
}
