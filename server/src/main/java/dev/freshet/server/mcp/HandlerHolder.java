package dev.freshet.server.mcp;

import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The transport that the SDK asks for: it only keeps the handler of the protocol, which the
 * endpoint calls.
 */
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
    return Objects.requireNonNull(handler, "The SDK sets its handler when it is built");
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
