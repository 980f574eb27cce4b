package dev.freshet.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the parameters of a request must be, where the SDK would fail instead of refusing them.
 * Thread-safe.
 *
 * <p>Source: schema of revision 2025-11-25, {@code CallToolRequest} and {@code InitializeRequest}.
 */
record ParamsRule(McpJsonMapper json) {

  /** Why the parameters cannot be used; empty if they can. */
  Optional<String> violation(String method, @Nullable Object params) {
    if (params != null && !(params instanceof Map)) {
      return Optional.of("they are no object");
    }
    Map<?, ?> given = params instanceof Map<?, ?> map ? map : Map.of();
    return switch (method) {
      case "tools/call" -> violation(given, "name", CallToolRequest.class);
      case "initialize" -> violation(given, "protocolVersion", InitializeRequest.class);
      default -> Optional.empty();
    };
  }

  private Optional<String> violation(Map<?, ?> given, String required, Class<?> type) {
    if (!(given.get(required) instanceof String)) {
      return Optional.of(required + " is missing or no text");
    }
    try {
      json.convertValue(given, type);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      // Its message would name classes of the SDK.
      return Optional.of("a field has another type than the specification says");
    }
  }
}
